// The side bar as a drawer on a phone.

function set(open: boolean): void {
  for (const part of document.querySelectorAll<HTMLElement>(".side, .scrim")) part.toggleAttribute("data-open", open);
  document.querySelector("[data-side-toggle]")?.setAttribute("aria-expanded", String(open));
  if (open) document.querySelector<HTMLElement>(".side a, .side button")?.focus();
}

document.addEventListener("click", (event) => {
  const target = event.target as Element;
  if (target.closest("[data-side-toggle]")) set(!document.querySelector(".side")?.hasAttribute("data-open"));
  else if (target.closest(".scrim")) set(false);
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && document.querySelector(".side[data-open]")) set(false);
});
export {};
