// <form data-unsaved="which">: what was typed into it and not saved stays while another form of the page is sent and the page is drawn anew.

import { all } from "../dom";

type Field = HTMLInputElement | HTMLTextAreaElement;
/** `fields`: name, what the server drew, what was typed. */
interface Kept { which: string; seen: string; fields: [string, string, string][] }

const store = "clew-unsaved";

function fieldsOf(form: HTMLFormElement): Field[] {
  return all<Field>(form, "textarea[name], input[name]:not([type=hidden])");
}

function isTyped(field: Field): boolean {
  return field instanceof HTMLInputElement && field.type === "radio" ? field.checked && !field.defaultChecked : field.value !== field.defaultValue;
}

function seenIn(form: HTMLFormElement): HTMLInputElement | null {
  return form.querySelector<HTMLInputElement>("input[name=seen]");
}

function keep(form: HTMLFormElement): void {
  const fields = fieldsOf(form).filter(isTyped).map((f): Kept["fields"][number] => [f.name, f.defaultValue, f.value]);
  const kept: Kept = { which: form.dataset.unsaved ?? "", seen: seenIn(form)?.value ?? "", fields };
  if (fields.length) sessionStorage.setItem(store, JSON.stringify(kept));
}

/** Where somebody else wrote meanwhile, the form says that it was drawn before: saving it then shows both versions. */
function putBack(form: HTMLFormElement, kept: Kept): void {
  let isOvertaken = false;
  for (const [name, drawn, typed] of kept.fields) {
    const field = fieldsOf(form).find((f) => f.name === name && (f.type !== "radio" || f.value === typed));
    if (!field) continue;
    isOvertaken ||= field.defaultValue !== drawn;
    if (field instanceof HTMLInputElement && field.type === "radio") field.checked = true;
    else field.value = typed;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  const seen = seenIn(form);
  if (seen && isOvertaken) seen.value = kept.seen;
}

document.addEventListener("submit", (event) => {
  const form = document.querySelector<HTMLFormElement>("form[data-unsaved]");
  if (form && event.target !== form) keep(form);
});

const form = document.querySelector<HTMLFormElement>("form[data-unsaved]");
const kept = JSON.parse(sessionStorage.getItem(store) ?? "null") as Kept | null;
sessionStorage.removeItem(store);
if (form && kept && kept.which === form.dataset.unsaved) putBack(form, kept);
