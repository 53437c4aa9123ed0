import "./elements/guide";
