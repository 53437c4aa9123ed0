// The command palette: go anywhere, do any act. What the page itself offers is there at once; records come while one types.

import { all, icon, make } from "../dom";
import { help, keysOf } from "./keys";
import { score } from "./match";

interface Item { group: string; title: string; hint: string; icon: string; is_said?: boolean; run: () => void }
interface Found { group: string; title: string; hint: string; icon: string; is_said: boolean; url: string }

const RECENT = "clew-recent";
const REMEMBERED = 8;
const SHOWN = 14;
const PAUSE = 60;

class Palette extends HTMLElement {
  #dialog = make("dialog", { class: "palette", "aria-label": "Command palette", "data-own-keys": "" });
  #input = make("input", {
    type: "text", role: "combobox", "aria-expanded": "true", "aria-controls": "palette-list", "aria-autocomplete": "list",
    "aria-label": "Go anywhere, do anything", placeholder: "Go anywhere, do anything…", autocomplete: "off", spellcheck: "false",
  });
  #list = make("ul", { role: "listbox", id: "palette-list", "aria-label": "Results" });
  #offered: Item[] = [];
  #found: Item[] = [];
  #items: Item[] = [];
  #at = 0;
  #asked = 0;
  #timer = 0;
  #hasMoved = false;

  connectedCallback(): void {
    const foot = make("footer");
    for (const [key, what] of [["↑ ↓", "choose"], ["Enter", "do it"], ["Esc", "close"]] as const) foot.append(make("kbd", { class: "kbd" }, key), what);
    this.#dialog.append(this.#input, this.#list, foot);
    this.append(this.#dialog);
    this.#input.addEventListener("input", () => this.#typed());
    this.#input.addEventListener("keydown", (event) => this.#key(event));
    document.addEventListener("keydown", (event) => {
      if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === "k") { event.preventDefault(); this.open(); }
    });
    document.addEventListener("click", (event) => { if ((event.target as Element).closest("[data-palette]")) this.open(); });
    this.#remember();
  }

  open(): void {
    if (this.#dialog.open) { this.#dialog.close(); return; }
    this.#offered = [...onThisPage(), ...places(), ...this.#acts(), ...settings()];
    this.#input.value = "";
    this.#typed();
    this.#dialog.showModal();
    this.#input.focus();
  }

  /** The numbers of the records that were open last; their titles are asked for, so what was erased is gone here too. */
  #remember(): void {
    const open = document.querySelector<HTMLElement>("[data-record]")?.dataset.record;
    if (open) localStorage.setItem(this.#store, [open, ...this.#recent.filter((id) => id !== open)].slice(0, REMEMBERED).join(","));
  }

  get #store(): string {
    return `${RECENT}:${this.dataset.url}`;
  }

  get #recent(): string[] {
    return (localStorage.getItem(this.#store) ?? "").split(",").filter(Boolean);
  }

  #acts(): Item[] {
    return all<HTMLAnchorElement>(this, ".palette-acts a").map((a) => item("Do", a, () => { location.href = a.href; }));
  }

  #typed(): void {
    this.#hasMoved = false;
    this.#found = [];
    this.#draw();
    clearTimeout(this.#timer);
    if (this.#input.value.trim()) this.#timer = window.setTimeout(() => void this.#ask(), PAUSE);
    else void this.#ask();
  }

  async #ask(): Promise<void> {
    const number = ++this.#asked;
    const address = new URL(this.dataset.url ?? "", location.href);
    address.searchParams.set("q", this.#input.value);
    address.searchParams.set("recent", this.#recent.join(","));
    const answer = await fetch(address, { headers: { accept: "application/json" } }).catch(() => null);
    if (!answer?.ok || number !== this.#asked) return;
    const found = ((await answer.json()) as { items: Found[] }).items;
    if (number !== this.#asked) return;
    this.#found = found.map((one) => ({ ...one, run: () => { location.href = one.url; } }));
    this.#draw();
  }

  /** With nothing typed: this page, what was open last, everywhere else. Once something is typed the best match is first. */
  #draw(): void {
    const typed = this.#input.value.trim();
    const chosen = this.#hasMoved ? this.#items[this.#at]?.title : undefined;
    const here = this.#offered.filter((i) => i.group === HERE);
    const rest = this.#offered.filter((i) => i.group !== HERE);
    this.#items = typed ? [...matching(this.#offered, typed), ...this.#found] : [...here, ...this.#found, ...rest];
    this.#at = Math.max(0, this.#items.findIndex((i) => i.title === chosen));
    const rows: HTMLElement[] = [];
    let group = "";
    for (const [index, one] of this.#items.entries()) {
      if (one.group !== group) rows.push(make("li", { class: "group", role: "presentation" }, (group = one.group)));
      rows.push(this.#row(one, index));
    }
    if (!rows.length) rows.push(make("li", { class: "none", role: "presentation" }, "Nothing found. Enter searches everything."));
    this.#list.replaceChildren(...rows);
    this.#mark();
  }

  #row(one: Item, index: number): HTMLElement {
    const row = make("li", { role: "option", id: `palette-${index}`, "aria-selected": "false" });
    row.append(icon(one.icon), make("span", { class: one.is_said ? "clip said" : "clip" }, one.title));
    if (one.hint) row.append(make("span", { class: "hint" }, one.hint));
    row.addEventListener("click", () => this.#do(one));
    row.addEventListener("pointermove", () => { if (this.#at !== index) { this.#at = index; this.#mark(); } });
    return row;
  }

  #mark(): void {
    for (const row of this.#list.querySelectorAll('[role="option"]')) row.setAttribute("aria-selected", String(row.id === `palette-${this.#at}`));
    this.#input.setAttribute("aria-activedescendant", this.#items.length ? `palette-${this.#at}` : "");
    this.#list.querySelector(`#palette-${this.#at}`)?.scrollIntoView({ block: "nearest" });
  }

  #do(one: Item): void {
    this.#dialog.close();
    one.run();
  }

  #key(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      this.#hasMoved = true;
      this.#at = (this.#at + step + this.#items.length) % Math.max(1, this.#items.length);
      this.#mark();
    } else if (event.key === "Enter") {
      event.preventDefault();
      const one = this.#items[this.#at];
      if (one) this.#do(one);
      else location.href = `${this.dataset.search}?q=${encodeURIComponent(this.#input.value)}`;
    }
  }
}

const HERE = "On this page";

function item(group: string, element: HTMLElement, run: () => void, hint = ""): Item {
  const shape = element.querySelector("use")?.getAttribute("href")?.split("#")[1] ?? "chevron-right";
  const words = element.querySelector(".words") ?? element;
  return { group, title: element.getAttribute("aria-label") ?? words.textContent?.trim() ?? "", hint, icon: shape, run };
}

function onThisPage(): Item[] {
  const chosen = all<HTMLElement>(document, ".bulk:not([hidden]) button, .toast form button");
  const acts = all<HTMLElement>(document, "main .page-head .actions :is(a, button):not([popovertarget])");
  const parts = all<HTMLElement>(document, "main .section > header .end :is(a, button):not([popovertarget])");
  const forms = all<HTMLElement>(document, "main :is(a.button, [data-opens], form[method=post] .button)").filter((e) => !e.closest("dialog, li, table, .empty, [hidden]"));
  const begun = forms.map((e) => item(HERE, e, () => begin(e)));
  const items = [...chosen, ...acts, ...parts].map((e) => item(HERE, e, () => e.click(), e.dataset.hotkey ? keysOf(`do-${e.dataset.hotkey}`) : "")).concat(begun);
  return items.filter((one, at) => one.title && items.findIndex((other) => other.title === one.title) === at);
}

/** A form is not sent from here: its first field waits for words, also where it was folded away. */
function begin(button: HTMLElement): void {
  for (let fold = button.closest("details"); fold; fold = fold.parentElement?.closest("details") ?? null) fold.open = true;
  const fields = button.closest("form")?.querySelectorAll<HTMLElement>("input:not([type=hidden]), textarea, select") ?? [];
  const first = [...fields].find((one) => one.checkVisibility());
  if (!first || button.matches("a, [data-opens]")) { button.click(); return; }
  first.scrollIntoView({ block: "center" });
  first.focus();
}

function places(): Item[] {
  const rooms = all<HTMLAnchorElement>(document, ".side a[data-key]").map((a) => item("Go to", a, () => a.click(), keysOf(`go-${a.dataset.key}`)));
  const more = all<HTMLAnchorElement>(document, ".side .menu-list a").map((a) => item("Go to", a, () => a.click()));
  return [...rooms, ...more];
}

function settings(): Item[] {
  const looks = all<HTMLElement>(document, "[data-theme-choice]").map((e) => ({ ...item("Set", e, () => e.click()), title: `Look: ${e.textContent?.trim().toLowerCase()}` }));
  const bar = all<HTMLElement>(document, "[data-side-fold]").map((e) => item("Set", e, () => e.click(), keysOf("do-[")));
  const out = all<HTMLElement>(document, ".side form button").map((e) => item("Set", e, () => e.click()));
  return [...looks, ...bar, { group: "Set", title: "Keys: see and change them", hint: "?", icon: "keyboard", run: help }, ...out];
}

function matching(items: Item[], typed: string): Item[] {
  const scored = items.map((one) => ({ one, points: score(typed, one.title) })).filter((s) => s.points > 0);
  const order = [...new Set(scored.sort((a, b) => b.points - a.points).map((s) => s.one.group))];
  return scored.slice(0, SHOWN).sort((a, b) => order.indexOf(a.one.group) - order.indexOf(b.one.group) || b.points - a.points).map((s) => s.one);
}
customElements.define("clew-palette", Palette);
