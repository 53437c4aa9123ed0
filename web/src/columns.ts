// <clew-columns>: cards in columns. A card is dragged to another column, or moved by Alt and an arrow; both choose in the card's own
// "Move to" and send its form, so that nothing is possible by dragging that is not possible without.

class Columns extends HTMLElement {
  #dragged: HTMLElement | null = null;

  connectedCallback(): void {
    this.addEventListener("dragstart", (event) => this.#begin(event));
    this.addEventListener("dragover", (event) => this.#over(event));
    this.addEventListener("drop", (event) => this.#drop(event));
    this.addEventListener("dragend", () => this.#end());
    this.addEventListener("keydown", (event) => this.#key(event));
    this.addEventListener("change", (event) => (event.target as HTMLSelectElement).form?.requestSubmit());
    this.toggleAttribute("data-ready", true);
  }

  get #columns(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>("[data-column]")];
  }

  #begin(event: DragEvent): void {
    this.#dragged = (event.target as Element).closest<HTMLElement>("[data-card]");
    if (!this.#dragged || !event.dataTransfer) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", "");
    this.#dragged.dataset.dragged = "";
  }

  #over(event: DragEvent): void {
    const over = this.#columnOf(event);
    if (!this.#dragged || !over) return;
    event.preventDefault();
    for (const column of this.#columns) column.toggleAttribute("data-over", column === over);
  }

  #drop(event: DragEvent): void {
    const over = this.#columnOf(event);
    if (!this.#dragged || !over) return;
    event.preventDefault();
    if (over !== this.#dragged.closest("[data-column]")) this.#move(this.#dragged, over);
  }

  #end(): void {
    delete this.#dragged?.dataset.dragged;
    this.#dragged = null;
    for (const column of this.#columns) column.toggleAttribute("data-over", false);
  }

  #key(event: KeyboardEvent): void {
    const step = event.altKey && { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const card = (event.target as Element).closest<HTMLElement>("[data-card]");
    if (!step || !card) return;
    event.preventDefault();
    const columns = this.#columns;
    const next = columns[columns.findIndex((column) => column.contains(card)) + step];
    if (next) this.#move(card, next);
  }

  #columnOf(event: Event): HTMLElement | null {
    return (event.target as Element).closest<HTMLElement>("[data-column]");
  }

  /** The card stands there at once; the form says whether it may. */
  #move(card: HTMLElement, column: HTMLElement): void {
    const option = card.querySelector<HTMLOptionElement>(`option[data-to="${CSS.escape(column.dataset.column ?? "")}"]`);
    if (!option) return;
    column.querySelector("ul")?.prepend(card);
    option.selected = true;
    option.closest("form")?.requestSubmit();
  }
}

customElements.define("clew-columns", Columns);
