// Keys pressed before the page's script stands, on a slow line: kept here, in a few bytes that come first, and pressed again by the
// script (see elements/early). Words typed into a field are the field's own.

import { isTyping } from "./dom";

const MOST = 20;

const keys: string[] = [];
window.earlyKeys = keys;
document.addEventListener("keydown", (event) => {
  if (!window.earlyKeys || isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key.length === 1 && event.key !== " " && keys.length < MOST) keys.push(event.key);
}, { capture: true });
