// <clew-table>: J and K move, X selects, Enter opens, Space peeks; acts on many rows appear once some are selected.

import { all, isTyping } from "../dom";

class Table extends HTMLElement {
  #here = -1;

  connectedCallback(): void {
    this.addEventListener("change", (event) => this.#changed(event.target as HTMLInputElement));
    document.addEventListener("keydown", this.#key);
    this.#show();
  }

  disconnectedCallback(): void {
    document.removeEventListener("keydown", this.#key);
  }

  get #rows(): HTMLElement[] {
    return all<HTMLElement>(this, "tbody tr[data-id], [data-row]");
  }

  #boxes(): HTMLInputElement[] {
    return all<HTMLInputElement>(this, 'tbody input[type="checkbox"][name="ids"]');
  }

  #changed(box: HTMLInputElement): void {
    if (box.matches("[data-all]")) for (const one of this.#boxes()) one.checked = box.checked;
    if (box.type === "checkbox") this.#show();
  }

  #show(): void {
    const boxes = this.#boxes();
    const chosen = boxes.filter((b) => b.checked);
    for (const box of boxes) box.closest("tr")?.toggleAttribute("data-on", box.checked);
    const bar = this.querySelector<HTMLElement>(".bulk");
    if (bar) bar.hidden = chosen.length === 0;
    const count = this.querySelector("[data-count]");
    if (count) count.textContent = String(chosen.length);
    const head = this.querySelector<HTMLInputElement>("[data-all]");
    if (head) {
      head.checked = chosen.length > 0 && chosen.length === boxes.length;
      head.indeterminate = chosen.length > 0 && chosen.length < boxes.length;
    }
  }

  #key = (event: KeyboardEvent): void => {
    if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    const act = { j: () => this.#move(1), k: () => this.#move(-1), x: () => this.#select(), Enter: () => this.#open(), e: () => this.#open("[data-edit]"), m: () => this.#open("[data-move]") }[event.key];
    if (act?.()) event.preventDefault();
  };

  #move(step: number): boolean {
    const rows = this.#rows;
    if (!rows.length) return false;
    this.#here = Math.max(0, Math.min(rows.length - 1, this.#here + step));
    for (const [index, row] of rows.entries()) row.toggleAttribute("data-here", index === this.#here);
    rows[this.#here]?.scrollIntoView({ block: "nearest" });
    rows[this.#here]?.querySelector<HTMLElement>("a")?.focus({ preventScroll: true });
    return true;
  }

  #select(): boolean {
    const box = this.#rows[this.#here]?.querySelector<HTMLInputElement>('input[name="ids"]');
    if (!box) return false;
    box.checked = !box.checked;
    this.#show();
    return true;
  }

  #open(selector = "a"): boolean {
    if (document.activeElement instanceof HTMLAnchorElement || document.activeElement instanceof HTMLButtonElement) {
      if (selector === "a") return false; // the browser opens what has the focus
    }
    const target = this.#rows[this.#here]?.querySelector<HTMLElement>(selector);
    target?.click();
    return Boolean(target);
  }
}
customElements.define("clew-table", Table);
