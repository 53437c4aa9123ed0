// <clew-choose data-url name>: a box that finds records while one types. Without script the input inside is an ordinary one.
// The chosen record's number goes into a hidden field of the name given; after a refusal it stands there again, beside what was typed. With data-many the box holds several names with commas between,
// and finds what the last of them begins.

import { make } from "../dom";

interface Found { id: number; title: string; hint?: string }

class Choose extends HTMLElement {
  #input!: HTMLInputElement;
  #value = make("input", { type: "hidden" });
  #list = make("ul", { role: "listbox" });
  #found: Found[] = [];
  #at = -1;
  #timer = 0;
  #asked = new AbortController();

  connectedCallback(): void {
    const input = this.querySelector<HTMLInputElement>("input[type=text], input[type=search]");
    if (!input) return;
    this.#input = input;
    this.classList.add("combo");
    this.#value.name = this.dataset.name ?? "node";
    this.#value.value = this.dataset.value ?? "";
    this.#list.id = `${input.id}-list`;
    this.#list.hidden = true;
    this.#list.setAttribute("aria-label", "Choices");
    for (const [name, value] of [["role", "combobox"], ["aria-expanded", "false"], ["aria-controls", this.#list.id], ["autocomplete", "off"]] as const) input.setAttribute(name, value);
    this.append(this.#value, this.#list);
    input.addEventListener("input", () => { this.#value.value = ""; this.#forget(); this.#timer = window.setTimeout(() => void this.#ask(), 80); });
    input.addEventListener("focus", () => void this.#ask());
    input.addEventListener("blur", () => window.setTimeout(() => this.#close(), 150));
    input.addEventListener("keydown", (event) => this.#key(event));
  }

  /** What was asked before must not answer any more: it would change the list under a hand that already chooses. */
  #forget(): void {
    clearTimeout(this.#timer);
    this.#asked.abort();
  }

  async #ask(): Promise<void> {
    this.#forget();
    const { signal } = (this.#asked = new AbortController());
    const address = new URL(this.dataset.url ?? "", location.href);
    address.searchParams.set("q", this.#parts().at(-1) ?? "");
    try {
      const answer = await fetch(address, { headers: { accept: "application/json" }, signal });
      if (answer.ok) this.#show(((await answer.json()) as { items: Found[] }).items);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  #show(found: Found[]): void {
    if (document.activeElement !== this.#input) return;
    const marked = this.#found[this.#at]?.id;
    this.#found = found;
    this.#list.replaceChildren(...found.map((f, index) => this.#row(f, index)));
    this.#list.hidden = !found.length;
    this.#input.setAttribute("aria-expanded", String(!this.#list.hidden));
    this.#mark(found.findIndex((f) => f.id === marked));
    this.#nameInFull();
  }

  /** Whoever types a name to its end has chosen it, where it is the only one. */
  #nameInFull(): void {
    const typed = this.#input.value.trim().toLowerCase();
    const same = this.#found.filter((f) => f.title.toLowerCase() === typed);
    if (same.length === 1 && !this.#value.value && !this.hasAttribute("data-many")) this.#value.value = String(same[0]?.id);
  }

  #mark(at: number): void {
    this.#at = at;
    for (const [index, row] of [...this.#list.children].entries()) row.setAttribute("aria-selected", String(index === at));
    if (at < 0) this.#input.removeAttribute("aria-activedescendant");
    else this.#input.setAttribute("aria-activedescendant", `${this.#list.id}-${at}`);
  }

  #row(found: Found, index: number): HTMLElement {
    const row = make("li", { role: "option", id: `${this.#list.id}-${index}`, "aria-selected": "false" }, found.title);
    row.addEventListener("pointerdown", (event) => { event.preventDefault(); this.#take(found); });
    return row;
  }

  #take(found: Found): void {
    this.#input.value = this.hasAttribute("data-many") ? `${[...this.#parts().slice(0, -1), found.title].join(", ")}, ` : found.title;
    this.#value.value = String(found.id);
    this.#close();
    this.dispatchEvent(new CustomEvent("chosen", { detail: found, bubbles: true }));
    if (this.hasAttribute("data-submit")) this.#input.form?.requestSubmit();
    if (this.dataset.go) location.href = this.dataset.go.replace(/0(?=\D*$)/, String(found.id));
  }

  #parts(): string[] {
    return this.hasAttribute("data-many") ? this.#input.value.split(",").map((part) => part.trim()) : [this.#input.value];
  }

  #close(): void {
    this.#forget();
    this.#list.hidden = true;
    this.#input.setAttribute("aria-expanded", "false");
    this.#mark(-1);
  }

  #key(event: KeyboardEvent): void {
    if (event.key === "Escape" && !this.#list.hidden) { event.stopPropagation(); event.preventDefault(); this.#close(); return; }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && this.#found.length) {
      event.preventDefault();
      this.#mark(this.#at < 0 && step < 0 ? this.#found.length - 1 : (this.#at + step + this.#found.length) % this.#found.length);
    } else if (event.key === "Enter" && this.#at >= 0 && !this.#list.hidden) {
      event.preventDefault();
      const found = this.#found[this.#at];
      if (found) this.#take(found);
    }
  }
}
customElements.define("clew-choose", Choose);
