// Filters of a list take effect as soon as they are chosen; without script a button does it. The focus stays where it was.
// Of a filter that several are ticked of, they take effect when its list is closed; Escape leaves them as they were.

import { all } from "../dom";

type Field = HTMLInputElement | HTMLSelectElement;

const KEPT = "clew-filter";
const PAUSE = 500;
const FORM = ".toolbar form[role=search]";
let timer = 0;

function send(field: Field): void {
  keep(field);
  field.form?.requestSubmit();
}

function keep(field: Field): void {
  sessionStorage.setItem(KEPT, JSON.stringify([location.pathname, field.name]));
}

/** A date typed by hand passes through the years 0002 and 0020 before it is the one meant. */
function isWhole(field: Field): boolean {
  return field.type !== "date" || field.value === "" || field.value >= "1900";
}

document.addEventListener("change", (event) => {
  const field = event.target as Field;
  if (!field.closest(FORM) || field.closest("[popover]") || !field.name || field.type === "search" || !isWhole(field)) return;
  clearTimeout(timer);
  if (field.type === "date") timer = window.setTimeout(() => send(field), PAUSE);
  else send(field);
});
document.addEventListener("search", (event) => {
  const field = event.target as HTMLInputElement;
  if (field.closest(FORM)) send(field);
});

let before: (boolean | string)[] = [];
let isLeft = false;

function inside(list: Element): HTMLInputElement[] {
  return all<HTMLInputElement>(list, "input[name]");
}

function told(field: HTMLInputElement): boolean | string {
  return field.type === "checkbox" ? field.checked : field.value.trim();
}

function listOf(event: Event): HTMLElement | null {
  return event.target instanceof Element ? event.target.closest<HTMLElement>(".several-list") : null;
}

document.addEventListener(
  "toggle",
  (event) => {
    const list = listOf(event);
    if (!list || list !== event.target) return;
    const fields = inside(list);
    if ((event as ToggleEvent).newState === "open") {
      before = fields.map(told);
      isLeft = false;
    } else if (isLeft) putBack(fields);
    else if (fields.some((field, at) => told(field) !== before[at]) && fields[0]) send(fields[0]);
  },
  true,
);

function putBack(fields: HTMLInputElement[]): void {
  for (const [at, field] of fields.entries()) {
    const was = before[at];
    if (typeof was === "boolean") field.checked = was;
    else if (was !== undefined) field.value = was;
  }
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && listOf(event)) isLeft = true;
});

// Whoever goes on by the Tab key has left the list. A press on a label gives the focus to the page for a moment.
document.addEventListener("focusout", (event) => {
  const list = listOf(event);
  const to = event.relatedTarget;
  if (list && to instanceof HTMLElement && to.tabIndex >= 0 && !list.contains(to) && list.matches(":popover-open")) list.hidePopover();
});

document.addEventListener("input", (event) => {
  const field = event.target as HTMLInputElement;
  const list = field.matches("[data-narrows]") ? listOf(event) : null;
  if (!list) return;
  const sought = field.value.trim().toLocaleLowerCase();
  for (const row of all<HTMLElement>(list, "label")) row.hidden = !row.textContent?.toLocaleLowerCase().includes(sought);
});

// By the button of a list, or the Enter key in it.
document.addEventListener("submit", () => {
  const field = document.activeElement?.closest(".several-list")?.querySelector<HTMLInputElement>("input[name]");
  if (field) keep(field);
});

// What is left empty needs not stand in the address.
document.addEventListener("formdata", (event) => {
  const form = event.target as HTMLFormElement;
  for (const field of all<HTMLInputElement>(form, ".several-list input:not([type=checkbox])")) if (!field.value.trim()) event.formData.delete(field.name);
});

const [path, name] = JSON.parse(sessionStorage.getItem(KEPT) ?? "[]") as [string?, string?];
sessionStorage.removeItem(KEPT);
if (name && path === location.pathname) {
  const field = document.querySelector<HTMLElement>(`:is(${FORM}, .several-list) [name="${CSS.escape(name)}"]`);
  const list = field?.closest("[popover]");
  (list ? document.querySelector<HTMLElement>(`[popovertarget="${list.id}"]`) : field)?.focus({ preventScroll: true });
}
