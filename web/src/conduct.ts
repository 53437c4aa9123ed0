import "./conduct/recorder"; // first, since it listens to the notes' clock
import "./conduct/notes";
import "./conduct/player";
