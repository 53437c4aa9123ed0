import "./elements/reader";
