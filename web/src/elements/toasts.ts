// Short words after an act, with Undo while it can be undone.

import { icon, make } from "../dom";

const shownFor = 30_000;

function arm(toast: HTMLElement): void {
  const lasts = toast.querySelector("form") ? shownFor : 6_000;
  let timer = setTimeout(() => toast.remove(), lasts);
  toast.addEventListener("pointerenter", () => clearTimeout(timer));
  toast.addEventListener("focusin", () => clearTimeout(timer));
  toast.addEventListener("pointerleave", () => { timer = setTimeout(() => toast.remove(), lasts); });
  toast.querySelector("[data-dismiss]")?.addEventListener("click", () => toast.remove());
}

document.addEventListener("clew:say", (event) => {
  const { text, isError } = (event as CustomEvent<{ text: string; isError: boolean }>).detail;
  const region = document.querySelector(".toasts");
  if (!region) return;
  const toast = make("div", { class: isError ? "toast toast-error" : "toast" });
  const close = make("button", { class: "button button-icon button-small", type: "button", "data-dismiss": "", "aria-label": "Dismiss" });
  close.append(icon("x"));
  toast.append(make("span", {}, text), close);
  region.append(toast);
  arm(toast);
});
for (const toast of document.querySelectorAll<HTMLElement>(".toast")) arm(toast);
