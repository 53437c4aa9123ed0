// The command palette: go anywhere, do any act. Opens at once with what it knows; searches records while one types.

import { icon, make } from "../dom";

interface Item { group: string; title: string; hint: string; url: string; icon: string }

class Palette extends HTMLElement {
  #dialog = make("dialog", { class: "palette", "aria-label": "Command palette" });
  #input = make("input", { type: "text", role: "combobox", "aria-expanded": "true", "aria-controls": "palette-list", "aria-autocomplete": "list", "aria-label": "Go anywhere, do anything", placeholder: "Go anywhere, do anything…", autocomplete: "off", spellcheck: "false" });
  #list = make("ul", { role: "listbox", id: "palette-list", "aria-label": "Results" });
  #items: Item[] = [];
  #at = 0;
  #asked = 0;
  #timer = 0;

  connectedCallback(): void {
    this.#dialog.setAttribute("data-own-keys", "");
    this.#dialog.append(this.#input, this.#list);
    this.append(this.#dialog);
    this.#input.addEventListener("input", () => { clearTimeout(this.#timer); this.#timer = window.setTimeout(() => void this.#ask(), 60); });
    this.#input.addEventListener("keydown", (event) => this.#key(event));
    document.addEventListener("keydown", (event) => {
      if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === "k") { event.preventDefault(); this.open(); }
    });
    document.addEventListener("click", (event) => { if ((event.target as Element).closest("[data-palette]")) this.open(); });
  }

  open(): void {
    if (this.#dialog.open) { this.#dialog.close(); return; }
    this.#input.value = "";
    this.#dialog.showModal();
    this.#input.focus();
    if (!this.#items.length) void this.#ask(); else { this.#at = 0; void this.#ask(); }
  }

  async #ask(): Promise<void> {
    const number = ++this.#asked;
    const answer = await fetch(`${this.dataset.url}?q=${encodeURIComponent(this.#input.value)}`, { headers: { accept: "application/json" } });
    if (!answer.ok || number !== this.#asked) return;
    this.#items = ((await answer.json()) as { items: Item[] }).items;
    this.#at = 0;
    this.#draw();
  }

  #draw(): void {
    const rows: HTMLElement[] = [];
    let group = "";
    for (const [index, item] of this.#items.entries()) {
      if (item.group !== group) rows.push(make("li", { class: "group", role: "presentation" }, (group = item.group)));
      rows.push(this.#row(item, index));
    }
    if (!rows.length) rows.push(make("li", { class: "none", role: "presentation" }, "Nothing found. Enter searches everything."));
    this.#list.replaceChildren(...rows);
    this.#mark();
  }

  #row(item: Item, index: number): HTMLElement {
    const row = make("li", { role: "option", id: `palette-${index}`, "aria-selected": "false" });
    row.append(icon(item.icon), make("span", { class: "clip" }, item.title), make("span", { class: "hint" }, item.hint));
    row.addEventListener("click", () => { location.href = item.url; });
    row.addEventListener("pointermove", () => { if (this.#at !== index) { this.#at = index; this.#mark(); } });
    return row;
  }

  #mark(): void {
    for (const row of this.#list.querySelectorAll('[role="option"]')) row.setAttribute("aria-selected", String(row.id === `palette-${this.#at}`));
    this.#input.setAttribute("aria-activedescendant", this.#items.length ? `palette-${this.#at}` : "");
    this.#list.querySelector(`#palette-${this.#at}`)?.scrollIntoView({ block: "nearest" });
  }

  #key(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      this.#at = (this.#at + step + this.#items.length) % Math.max(1, this.#items.length);
      this.#mark();
    } else if (event.key === "Enter") {
      event.preventDefault();
      const item = this.#items[this.#at];
      location.href = item?.url ?? `${this.dataset.search}?q=${encodeURIComponent(this.#input.value)}`;
    }
  }
}
customElements.define("clew-palette", Palette);
