// Keys: G then a letter goes to a place, C opens what a page adds, / searches, ? lists all. Each can be changed; kept in this browser.

import { all, isTyping, make } from "../dom";

interface Binding { id: string; label: string; keys: string; run: () => void }

const stored: Record<string, string> = JSON.parse(localStorage.getItem("clew-keys") ?? "{}") as Record<string, string>;
let waiting = "";
let timer = 0;

function bindings(): Binding[] {
  const places = all<HTMLAnchorElement>(document, ".side a[data-key]").map((a) => ({
    id: `go-${a.dataset.key}`, label: `Go to ${a.textContent?.trim()}`, keys: `g ${a.dataset.key}`, run: () => a.click(),
  }));
  const acts = all<HTMLElement>(document, "[data-hotkey]").map((e) => ({
    id: `do-${e.dataset.hotkey}`, label: e.getAttribute("aria-label") ?? e.textContent?.trim() ?? "", keys: e.dataset.hotkey ?? "", run: () => (e.matches("input") ? e.focus() : e.click()),
  }));
  return [...places, ...acts].map((b) => ({ ...b, keys: stored[b.id] ?? b.keys }));
}

document.addEventListener("keydown", (event) => {
  if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (event.key === "?") { help(); return; }
  const typed = waiting ? `${waiting} ${event.key}` : event.key;
  const found = bindings().find((b) => b.keys === typed);
  clearTimeout(timer);
  waiting = "";
  if (found) { event.preventDefault(); found.run(); }
  else if (bindings().some((b) => b.keys.startsWith(`${event.key} `))) {
    waiting = event.key;
    timer = window.setTimeout(() => { waiting = ""; }, 1_200);
  }
});

const fixed: [string, string][] = [["Ctrl K", "Command palette"], ["?", "This list"], ["j / k", "Next, previous row"], ["x", "Select the row"], ["Enter", "Open"], ["e", "Edit"], ["m", "Move to…"], ["Esc", "Close"]];

function help(): void {
  document.getElementById("keys-help")?.remove();
  const dialog = make("dialog", { id: "keys-help", "aria-labelledby": "keys-title" });
  const head = make("header");
  head.append(make("h2", { id: "keys-title" }, "Keys"), make("button", { class: "button button-small", type: "button", "data-closes": "" }, "Close"));
  const body = make("div", { class: "body" });
  const list = make("dl", { class: "facts" });
  for (const [keys, label] of fixed) list.append(term(keys), make("dd", {}, label));
  for (const binding of bindings()) list.append(changeable(binding), make("dd", {}, binding.label));
  body.append(make("p", { class: "muted" }, "Choose a key to change it, then press the new one."), list);
  dialog.append(head, body);
  document.body.append(dialog);
  dialog.showModal();
}

function term(keys: string): HTMLElement {
  const dt = make("dt");
  dt.append(make("span", { class: "kbd" }, keys));
  return dt;
}

function changeable(binding: Binding): HTMLElement {
  const dt = make("dt");
  const button = make("button", { class: "button button-small", type: "button", "aria-label": `Change the key for ${binding.label}` }, binding.keys);
  button.addEventListener("click", () => {
    button.textContent = "press…";
    button.addEventListener("keydown", (event) => {
      event.preventDefault();
      event.stopPropagation();
      if (event.key !== "Escape" && event.key.length === 1) {
        stored[binding.id] = binding.keys.startsWith("g ") ? `g ${event.key}` : event.key;
        localStorage.setItem("clew-keys", JSON.stringify(stored));
      }
      button.textContent = stored[binding.id] ?? binding.keys;
    }, { once: true });
  });
  dt.append(button);
  return dt;
}
