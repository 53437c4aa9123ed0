// What early.ts kept is pressed again where one stands, once every script of the page listens.

import { isTyping } from "../dom";

const kept = window.earlyKeys ?? [];
delete window.earlyKeys;

function press(key: string): void {
  const target = document.activeElement ?? document.body;
  if (isTyping(target)) return; // a form came meanwhile, and would take commands for words
  target.dispatchEvent(new KeyboardEvent("keydown", { key, shiftKey: key !== key.toLowerCase(), bubbles: true, cancelable: true }));
}

if (kept.length) document.addEventListener("DOMContentLoaded", () => kept.forEach(press), { once: true });
