// The form that corrects one turn where it stands.

export interface SpokenTurn { number: number; start: number; words: number; end: number }

export class TurnForm {
  readonly form: HTMLFormElement;
  #points: string[];
  #turns: SpokenTurn[];

  constructor(form: HTMLFormElement, whole: string, turns: [number, number, number][], send: (form: HTMLFormElement, place: number) => void) {
    this.form = form;
    this.#points = [...whole];
    this.#turns = turns.map(([start, words, end], number) => ({ number, start, words, end }));
    form.addEventListener("submit", (event) => { event.preventDefault(); send(form, this.#turns[Number(this.#field("turn").value)]?.start ?? 0); });
    form.addEventListener("keydown", (event) => { if (event.key === "Escape") this.close(); });
    form.querySelector("[data-cancel]")?.addEventListener("click", () => this.close());
  }

  /** Shows the turn that holds this place, if one does. */
  open(place: number): SpokenTurn | undefined {
    const turn = this.#turns.find((one) => one.start <= place && place < one.end);
    if (!turn) return undefined;
    const words = this.#points.slice(turn.words, turn.end).join("");
    this.#field("turn").value = String(turn.number);
    this.#field("before").value = this.#field("text").value = words;
    this.form.hidden = false;
    this.#field("text").focus({ preventScroll: true });
    return turn;
  }

  close(): void {
    this.form.hidden = true;
  }

  #field(name: string): HTMLInputElement | HTMLTextAreaElement {
    return this.form.elements.namedItem(name) as HTMLInputElement | HTMLTextAreaElement;
  }
}
