// The recording beside its transcript: a word plays from where it was said, and the word being said is shown.
// Space plays and pauses, B goes back five seconds.

import { type Places, type Span } from "./offsets";

type Said = [start: number, end: number, ms: number, endMs: number | null];
const margin = 120;
const rest = 4000; // whoever scrolls by hand is not pulled back for so long

export class Player {
  #media: HTMLMediaElement;
  #places: () => Places;
  #said: Said[] = [];
  #shown = -1;
  #scrolledAt = -rest;

  constructor(bar: HTMLElement, media: HTMLMediaElement, places: () => Places) {
    this.#media = media;
    this.#places = places;
    media.addEventListener("play", () => this.#follow());
    media.addEventListener("seeked", () => this.#show());
    bar.querySelector("[data-back]")?.addEventListener("click", () => this.#back());
    for (const kind of ["wheel", "touchmove"]) addEventListener(kind, () => { this.#scrolledAt = performance.now(); }, { passive: true });
    void this.#load(bar.dataset.times ?? "");
  }

  async #load(address: string): Promise<void> {
    const answer = await fetch(address).catch(() => null);
    if (answer?.ok) this.#said = ((await answer.json()) as { times: Said[] }).times;
  }

  /** Plays from the words at a place of the text. False when nothing tells when they were said. */
  playFrom(place: number): boolean {
    const at = last(this.#said, (said) => said[0] <= place);
    const said = this.#said[at];
    if (!said) return false;
    const [start, end, ms, endMs] = said;
    const within = endMs !== null && place < end ? ((endMs - ms) * (place - start)) / (end - start) : 0;
    this.#media.currentTime = (ms + (this.#isWord(said) ? 0 : within)) / 1000;
    void this.#media.play();
    return true;
  }

  key(key: string): boolean {
    if (key === " ") { if (this.#media.paused) void this.#media.play(); else this.#media.pause(); }
    else if (key === "b") this.#back();
    else return false;
    return true;
  }

  #back(): void {
    this.#media.currentTime = Math.max(0, this.#media.currentTime - 5);
  }

  #isWord(said: Said): boolean {
    return said[1] - said[0] < 24;
  }

  #follow(): void {
    if (this.#media.paused) return;
    this.#show();
    requestAnimationFrame(() => this.#follow());
  }

  #show(): void {
    const now = this.#media.currentTime * 1000;
    const at = last(this.#said, (said) => said[2] <= now);
    if (at === this.#shown) return;
    this.#shown = at;
    const said = this.#said[at];
    if (!("highlights" in CSS)) return;
    if (!said) { CSS.highlights.delete("clew-spoken"); return; }
    const span: Span = { start: said[0], end: said[1] };
    const range = this.#places().range(span);
    CSS.highlights.set("clew-spoken", new Highlight(range));
    this.#keepInSight(range);
  }

  #keepInSight(range: Range): void {
    if (this.#media.paused || performance.now() - this.#scrolledAt < rest) return;
    const box = range.getBoundingClientRect();
    if (box.top < margin || box.bottom > innerHeight - margin) scrollBy({ top: box.top - innerHeight / 3 });
  }
}

/** The last for which the test holds, of a list in which it holds up to some place; -1 when for none. */
function last<T>(list: T[], holds: (one: T) => boolean): number {
  let [low, high] = [-1, list.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (holds(list[middle] as T)) low = middle; else high = middle - 1;
  }
  return low;
}
