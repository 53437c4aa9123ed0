// Filters of a list take effect as soon as they are chosen; without script a button does it. The focus stays where it was.

const KEPT = "clew-filter";
const PAUSE = 500;
let timer = 0;

function send(field: HTMLInputElement | HTMLSelectElement): void {
  sessionStorage.setItem(KEPT, JSON.stringify([location.pathname, field.name]));
  field.form?.requestSubmit();
}

/** A date typed by hand passes through the years 0002 and 0020 before it is the one meant. */
function isWhole(field: HTMLInputElement | HTMLSelectElement): boolean {
  return field.type !== "date" || field.value === "" || field.value >= "1900";
}

document.addEventListener("change", (event) => {
  const field = event.target as HTMLInputElement | HTMLSelectElement;
  if (!field.closest(".toolbar form[role=search]") || !field.name || field.type === "search" || !isWhole(field)) return;
  clearTimeout(timer);
  if (field.type === "date") timer = window.setTimeout(() => send(field), PAUSE);
  else send(field);
});
document.addEventListener("search", (event) => {
  const field = event.target as HTMLInputElement;
  if (field.closest(".toolbar form[role=search]")) send(field);
});

const [path, name] = JSON.parse(sessionStorage.getItem(KEPT) ?? "[]") as [string?, string?];
sessionStorage.removeItem(KEPT);
if (name && path === location.pathname) {
  document.querySelector<HTMLElement>(`.toolbar form[role=search] [name="${CSS.escape(name)}"]`)?.focus({ preventScroll: true });
}
export {};
