// Trees: a button marked data-fold hides and shows the list it controls. Without script everything stays open.

document.addEventListener("click", (event) => {
  const fold = (event.target as Element).closest<HTMLElement>("[data-fold]");
  const below = document.getElementById(fold?.getAttribute("aria-controls") ?? "");
  if (!fold || !below) return;
  below.hidden = !below.hidden;
  fold.setAttribute("aria-expanded", String(!below.hidden));
});
export {};
