// The side bar: a drawer on a phone; folded to its icons elsewhere, kept in a cookie so that the server draws it folded.

function open(isOpen: boolean): void {
  for (const part of document.querySelectorAll<HTMLElement>(".side, .scrim")) part.toggleAttribute("data-open", isOpen);
  const toggle = document.querySelector<HTMLElement>("[data-side-toggle]");
  toggle?.setAttribute("aria-expanded", String(isOpen));
  if (isOpen) document.querySelector<HTMLElement>(".side a, .side button")?.focus();
  else toggle?.focus();
}

function fold(button: HTMLElement): void {
  const isFolded = document.documentElement.dataset.side !== "folded";
  if (isFolded) document.documentElement.dataset.side = "folded";
  else delete document.documentElement.dataset.side;
  document.cookie = `clew_side=${isFolded ? "folded" : "open"}; path=/; max-age=31536000; samesite=lax`;
  button.setAttribute("aria-expanded", String(!isFolded));
  name();
}

/** Icons alone need their words in a tip. */
function name(): void {
  const isFolded = document.documentElement.dataset.side === "folded";
  for (const link of document.querySelectorAll<HTMLElement>(".side [data-key], .side-find, .side-fold")) {
    if (isFolded) link.title = link.textContent?.trim() ?? "";
    else link.removeAttribute("title");
  }
}

document.addEventListener("click", (event) => {
  const target = event.target as Element;
  const button = target.closest<HTMLElement>("[data-side-fold]");
  if (button) fold(button);
  else if (target.closest("[data-side-toggle]")) open(!document.querySelector(".side")?.hasAttribute("data-open"));
  else if (target.closest(".scrim")) open(false);
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && document.querySelector(".side[data-open]")) open(false);
});
name();
export {};
