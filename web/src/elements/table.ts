// <clew-table>: a row is where one stands; keys move, select, open. Shift chooses all rows between. Acts on many rows appear
// once some are selected.

import { all } from "../dom";

class Table extends HTMLElement {
  #here = -1;
  #last = -1;
  #isRange = false;

  connectedCallback(): void {
    this.addEventListener("pointerdown", (event) => { this.#isRange = event.shiftKey; });
    this.addEventListener("change", (event) => this.#changed(event.target as HTMLInputElement));
    this.addEventListener("focusin", (event) => {
      const row = (event.target as Element).closest<HTMLElement>("tr[data-id], [data-row]");
      if (row) this.#stand(this.#rows.indexOf(row));
    });
    document.addEventListener("clew:row", this.#row);
    this.#show();
    const named = this.#rows.findIndex((row) => row.id && `#${row.id}` === location.hash); // one goes on where one was
    this.#stand(named);
    this.#focus(this.#rows[named]);
  }

  disconnectedCallback(): void {
    document.removeEventListener("clew:row", this.#row);
  }

  get #rows(): HTMLElement[] {
    return all<HTMLElement>(this, "tbody tr[data-id], [data-row]").filter((row) => row.offsetParent); // not those folded away
  }

  #boxes(): HTMLInputElement[] {
    return all<HTMLInputElement>(this, 'tbody input[type="checkbox"][name="ids"]');
  }

  #changed(box: HTMLInputElement): void {
    if (box.matches("[data-all]")) for (const one of this.#boxes()) one.checked = box.checked;
    if (box.name === "ids") this.#choose(this.#boxes().indexOf(box), box.checked, this.#isRange);
    this.#isRange = false;
    if (box.type === "checkbox") this.#show();
  }

  #choose(index: number, isOn: boolean, isRange: boolean): void {
    const [from, to] = isRange && this.#last >= 0 ? [Math.min(this.#last, index), Math.max(this.#last, index)] : [index, index];
    for (const one of this.#boxes().slice(from, to + 1)) one.checked = isOn;
    this.#last = index;
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

  #row = (event: Event): void => {
    const acts: Record<string, () => boolean> = {
      next: () => this.#move(1), previous: () => this.#move(-1),
      select: () => this.#select(false), range: () => this.#select(true), all: () => this.#all(),
      edit: () => this.#press("[data-edit]"), move: () => this.#press("[data-move]"),
      accept: () => this.#press("[data-accept]"), refuse: () => this.#press("[data-refuse]"),
    };
    if (acts[(event as CustomEvent<string>).detail]?.()) event.preventDefault();
  };

  #stand(index: number): void {
    if (index < 0) return;
    this.#here = index;
    for (const [at, row] of this.#rows.entries()) row.toggleAttribute("data-here", at === index);
  }

  #move(step: number): boolean {
    const rows = this.#rows;
    if (!rows.length) return false;
    this.#stand(Math.max(0, Math.min(rows.length - 1, this.#here + step)));
    rows[this.#here]?.scrollIntoView({ block: "nearest" });
    this.#focus(rows[this.#here]);
    return true;
  }

  /** A row that can be stood on itself is read out whole; of others the link. */
  #focus(row: HTMLElement | undefined): void {
    const target = row?.hasAttribute("tabindex") ? row : row?.querySelector<HTMLElement>("a");
    target?.focus({ preventScroll: true });
  }

  #select(isRange: boolean): boolean {
    const box = this.#rows[this.#here]?.querySelector<HTMLInputElement>('input[name="ids"]');
    if (!box) return false;
    this.#choose(this.#boxes().indexOf(box), isRange || !box.checked, isRange);
    this.#show();
    return true;
  }

  #all(): boolean {
    const boxes = this.#boxes();
    const isOn = boxes.some((b) => !b.checked);
    for (const box of boxes) box.checked = isOn;
    this.#show();
    return boxes.length > 0;
  }

  #press(selector: string): boolean {
    const target = this.#rows[this.#here]?.querySelector<HTMLElement>(selector);
    target?.click();
    return Boolean(target);
  }
}
customElements.define("clew-table", Table);
