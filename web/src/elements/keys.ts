// Keys: one catalogue of what each key does. All but the fixed ones can be changed; the change is kept in this browser.
// A page says what it offers with data-hotkey; a list answers "clew:row". Neither knows which key was pressed.

import { all, isTyping, make, say } from "../dom";

export interface Binding { id: string; group: string; label: string; keys: string }

const STORE = "clew-keys";
const ANYWHERE: [string, string][] = [["/", "Search or filter this page"], ["[", "Fold or unfold the side bar"], ["w", "Switch to another workspace"], ["z", "Undo what was just done"]];
const ON_A_PAGE: [string, string][] = [["c", "Add what this page lists"], ["e", "Edit or rename"], ["m", "Move to…"], ["l", "Link to…"], ["t", "Open in the thread"],
  ["j", "Next unread source, or next in the inbox"], ["k", "Previous unread source, or previous in the inbox"], ["r", "Nothing to mark: read on"],
  ["1", "Tie to the first suggestion; Enter does so too"], ["2", "Tie to the second suggestion"], ["3", "Tie to the third suggestion"],
  ["d", "Keep as a duplicate"], ["x", "Set aside"], ["n", "Name a new need"]];
const IN_A_LIST: [string, string, string][] = [
  ["next", "j", "Next row"], ["previous", "k", "Previous row"], ["select", "x", "Select the row"],
  ["range", "X", "Select from the last chosen row to here"], ["all", "A", "Select every row, or none"],
  ["edit", "e", "Edit the row"], ["move", "m", "Move the row to…"],
  ["accept", "a", "Accept what waits in the row"], ["refuse", "r", "Refuse what waits in the row"],
];
const FIXED: [string, string][] = [["Ctrl K", "Command palette: go anywhere, do anything"], ["?", "This list"], ["Enter", "Open the row, or the page of a preview"], ["Esc", "Close what is open, leave a field"]];
const WAIT = 1_200;

let changed = read();
let waiting = "";
let timer = 0;

function read(): Record<string, string> {
  try {
    return JSON.parse(localStorage.getItem(STORE) ?? "{}") as Record<string, string>;
  } catch {
    return {}; // a broken store is no reason to have no keys
  }
}

function places(): Binding[] {
  return all<HTMLAnchorElement>(document, ".side a[data-key]").map((a) => binding(`go-${a.dataset.key}`, "Go to", a.textContent?.trim() ?? "", `g ${a.dataset.key}`));
}

function binding(id: string, group: string, label: string, keys: string): Binding {
  return { id, group, label, keys: changed[id] ?? keys };
}

/** Every key that can be changed, whatever page is open. */
export function bindings(): Binding[] {
  return [
    ...ANYWHERE.map(([key, label]) => binding(`do-${key}`, "Anywhere", label, key)),
    ...places(),
    ...ON_A_PAGE.map(([key, label]) => binding(`do-${key}`, "On a page", label, key)),
    ...IN_A_LIST.map(([id, key, label]) => binding(`row-${id}`, "In a list", label, key)),
  ];
}

/** How the keys of something are shown: "G N". */
export function keysOf(id: string): string {
  return (bindings().find((b) => b.id === id)?.keys ?? "").split(" ").map((key) => (key.length === 1 && /[a-z]/.test(key) ? key.toUpperCase() : shown(key))).join(" ");
}

function shown(key: string): string {
  return /^[A-Z]$/.test(key) ? `Shift ${key}` : key;
}

/** Does it; false when nothing here answers. */
function run(id: string): boolean {
  const what = id.slice(id.indexOf("-") + 1);
  if (id.startsWith("row-")) return !document.dispatchEvent(new CustomEvent("clew:row", { detail: what, cancelable: true }));
  const selector = id.startsWith("go-") ? `.side a[data-key="${CSS.escape(what)}"]` : `[data-hotkey="${CSS.escape(what)}"]`;
  const target = document.querySelector<HTMLElement>(selector);
  if (target?.matches("input")) target.focus();
  else target?.click();
  return target !== null;
}

function pressed(event: KeyboardEvent): string {
  const isLetter = /^[a-z]$/i.test(event.key);
  return isLetter ? (event.shiftKey ? event.key.toUpperCase() : event.key.toLowerCase()) : event.key;
}

// A page that begins in a field would take every key for words; Tab goes on from where one was.
document.addEventListener("keydown", (event) => {
  const field = document.activeElement;
  if (event.key === "Escape" && !event.isComposing && field === event.target && isTyping(field) && !document.querySelector("dialog[open]")) (field as HTMLElement).blur();
});
// Without #main in the address, which a page that loads itself again would go to, away from where one was.
document.addEventListener("click", (event) => {
  if (!(event.target as Element).closest(".skip")) return;
  event.preventDefault();
  document.getElementById("main")?.focus();
});
document.addEventListener("keydown", (event) => {
  if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (event.key === "?") { help(); return; }
  const key = pressed(event);
  const typed = waiting ? `${waiting} ${key}` : key;
  clearTimeout(timer);
  waiting = "";
  // A list answers before the page: E edits the row one stands on, else the record.
  const found = bindings().filter((b) => b.keys === typed).sort((a, b) => Number(b.id.startsWith("row-")) - Number(a.id.startsWith("row-")));
  if (found.some((b) => run(b.id))) event.preventDefault();
  else if (bindings().some((b) => b.keys.startsWith(`${key} `))) {
    waiting = key;
    timer = window.setTimeout(() => { waiting = ""; }, WAIT);
  }
});

/** Two groups may share a key only where a list answers before its page. */
function taken(wanted: string, by: Binding): Binding | undefined {
  const mayShare = (other: Binding): boolean => [by.group, other.group].sort().join() === "In a list,On a page";
  return bindings().find((b) => b.id !== by.id && !mayShare(b) && (b.keys === wanted || b.keys.startsWith(`${wanted} `)));
}

export function help(): void {
  document.getElementById("keys-help")?.remove();
  const dialog = make("dialog", { id: "keys-help", class: "keys-help", "aria-labelledby": "keys-title" });
  const head = make("header");
  const reset = make("button", { class: "button button-small", type: "button" }, "Reset all");
  reset.disabled = !Object.keys(changed).length;
  reset.addEventListener("click", () => { keep({}); dialog.close(); help(); say("Every key is as it was at first."); });
  head.append(make("h2", { id: "keys-title" }, "Keys"), reset, make("button", { class: "button button-small", type: "button", "data-closes": "" }, "Close"));
  const words = make("p", { class: "muted", role: "status" }, "Choose a key to change it, then press the new one.");
  const body = make("div", { class: "body" });
  const columns = make("div", { class: "keys-columns" });
  for (const name of new Set(bindings().map((b) => b.group))) {
    const lines = bindings().filter((b) => b.group === name).map((b) => line(b.label, changeable(b, words, reset)));
    columns.append(section(name, lines));
  }
  columns.append(section("Always", FIXED.map(([keys, label]) => line(label, make("kbd", { class: "kbd" }, keys)))));
  body.append(words, columns);
  dialog.append(head, body);
  document.body.append(dialog);
  dialog.showModal();
}

function section(name: string, lines: HTMLElement[]): HTMLElement {
  const list = make("dl");
  list.append(...lines);
  const made = make("section");
  made.append(make("h3", {}, name), list);
  return made;
}

function line(label: string, key: HTMLElement): HTMLElement {
  const made = make("div");
  const dd = make("dd");
  dd.append(key);
  made.append(make("dt", {}, label), dd);
  return made;
}

function changeable(it: Binding, words: HTMLElement, reset: HTMLButtonElement): HTMLElement {
  const button = make("button", { class: "button button-small kbd-button", type: "button", "aria-label": `${it.label}: ${keysOf(it.id)}. Change` }, keysOf(it.id));
  const stop = (): void => { button.textContent = keysOf(it.id); button.removeAttribute("data-own-keys"); };
  button.addEventListener("click", () => { button.textContent = "press…"; button.setAttribute("data-own-keys", ""); });
  button.addEventListener("blur", stop);
  button.addEventListener("keydown", (event) => {
    if (!button.hasAttribute("data-own-keys") || event.key === "Shift") return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key.length === 1) words.textContent = take(it, pressed(event));
    reset.disabled = !Object.keys(changed).length;
    stop();
  });
  return button;
}

/** Changes the key, or says why not. */
function take(it: Binding, key: string): string {
  const wanted = it.id.startsWith("go-") ? `g ${key}` : key;
  const other = wanted === "?" ? { label: "this list" } : taken(wanted, it);
  if (other) return `${shown(wanted)} is already “${other.label}”. Nothing was changed.`;
  keep({ ...changed, [it.id]: wanted });
  return `“${it.label}” is now ${keysOf(it.id)}.`;
}

function keep(next: Record<string, string>): void {
  changed = next;
  localStorage.setItem(STORE, JSON.stringify(next));
}

document.addEventListener("click", (event) => { if ((event.target as Element).closest("[data-keys-help]")) help(); });
