// Rows that are put in order: dragged by their grip, or moved by Alt and an arrow, which presses the row's own button.
// When a row was dropped, the form of its `name="order"` is sent; without that, the form around it, whose fields have moved.

class Order extends HTMLElement {
  #dragged: HTMLElement | null = null;

  connectedCallback(): void {
    for (const grip of this.querySelectorAll<HTMLElement>(".order-grip")) grip.draggable = true;
    this.addEventListener("dragstart", (event) => this.#begin(event));
    this.addEventListener("dragover", (event) => this.#over(event));
    this.addEventListener("drop", (event) => event.preventDefault());
    this.addEventListener("dragend", () => this.#end());
    this.addEventListener("keydown", (event) => this.#key(event));
  }

  #begin(event: DragEvent): void {
    const grip = (event.target as Element).closest?.(".order-grip");
    this.#dragged = grip?.closest<HTMLElement>("li") ?? null;
    if (!this.#dragged || !event.dataTransfer) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", "");
    event.dataTransfer.setDragImage(this.#dragged, 12, 12);
    this.#dragged.dataset.dragged = "";
  }

  #over(event: DragEvent): void {
    const row = (event.target as Element).closest<HTMLElement>("li");
    if (!this.#dragged || !row || !this.contains(row)) return;
    event.preventDefault();
    if (row === this.#dragged) return;
    const box = row.getBoundingClientRect();
    const after = event.clientY > box.top + box.height / 2;
    row.parentElement?.insertBefore(this.#dragged, after ? row.nextSibling : row);
  }

  #end(): void {
    if (!this.#dragged) return;
    delete this.#dragged.dataset.dragged;
    this.#dragged = null;
    (this.querySelector<HTMLInputElement>('input[name="order"]')?.form ?? this.closest("form"))?.requestSubmit();
  }

  #key(event: KeyboardEvent): void {
    const way = event.altKey && { ArrowUp: "[data-up]", ArrowDown: "[data-down]" }[event.key];
    const button = way ? (event.target as Element).closest("li")?.querySelector<HTMLButtonElement>(way) : null;
    if (!button) return;
    event.preventDefault();
    if (!button.disabled) button.click();
  }
}

customElements.define("clew-order", Order);
