// Trees: a button marked data-fold hides and shows the list it controls. Without script everything stays open.
// With the focus in a row, arrows fold and unfold it, and go up to the row it stands under or down to the first below it.

document.addEventListener("click", (event) => {
  const fold = (event.target as Element).closest<HTMLElement>("[data-fold]");
  const below = document.getElementById(fold?.getAttribute("aria-controls") ?? "");
  if (!fold || !below) return;
  below.hidden = !below.hidden;
  fold.setAttribute("aria-expanded", String(!below.hidden));
});

document.addEventListener("keydown", (event) => {
  const branch = (event.target as Element).closest<HTMLElement>(".tree li");
  if (!branch || !["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"].includes(event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  if (event.key === "ArrowUp" || event.key === "ArrowDown") beside(branch, event.key === "ArrowDown" ? 1 : -1);
  else if (!folds(branch, event.key === "ArrowRight")) name(event.key === "ArrowRight" ? branch.querySelector("ul > li") : (branch.parentElement?.closest<HTMLElement>(".tree li") ?? null))?.focus();
});

/** Whether there was something to fold or unfold. */
function folds(branch: HTMLElement, isOpening: boolean): boolean {
  const fold = branch.querySelector<HTMLElement>(":scope > .tree-row > [data-fold]");
  if (!fold || (fold.getAttribute("aria-expanded") === "true") === isOpening) return false;
  fold.click();
  return true;
}

function beside(branch: HTMLElement, step: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>(".tree li")].filter((row) => row.offsetParent);
  name(rows[rows.indexOf(branch) + step] ?? null)?.focus();
}

function name(branch: HTMLElement | null): HTMLElement | null {
  return branch?.querySelector<HTMLElement>("a.name") ?? null;
}
export {};
