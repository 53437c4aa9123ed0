// Moving through a text by keys: word by word, line by line, sentence by sentence. A span from where Shift was pressed to where one is.

import { length, type Span } from "./offsets";

// Scripts that put no space between words; the browser knows where they end.
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

export class Steps {
  readonly words: Span[];
  #whole: string;
  #boxOf: (span: Span) => DOMRect;
  #sentences: Span[] | null = null;
  #anchor = 0;
  #head = -1;

  /** `names`: the speakers' names, which nobody said; the steps pass over them. */
  constructor(whole: string, names: Span[], boxOf: (span: Span) => DOMRect) {
    this.#whole = whole;
    this.#boxOf = boxOf;
    this.words = words(whole).filter((word) => {
      const name = names[first(names, (n) => n.end > word.start)];
      return !name || name.start > word.start;
    });
  }

  /** The words chosen, or nothing before the first step. */
  get span(): Span | undefined {
    const [first, last] = [this.words[Math.min(this.#anchor, this.#head)], this.words[Math.max(this.#anchor, this.#head)]];
    return first && last ? { start: first.start, end: last.end } : undefined;
  }

  /** The word one is at. */
  get here(): Span | undefined {
    return this.words[this.#head];
  }

  put(span: Span): void {
    this.#anchor = this.#wordAt(span.start);
    this.#head = Math.max(this.#anchor, this.#wordAt(span.end - 1));
  }

  move(by: "word" | "line" | "sentence" | "all", way: 1 | -1, isExtending: boolean): void {
    const to = this.#head < 0 ? 0 : { word: () => this.#head + way, line: () => this.#line(way), sentence: () => this.#sentence(way, isExtending), all: () => (way > 0 ? this.words.length : 0) }[by]();
    this.#head = Math.max(0, Math.min(this.words.length - 1, to));
    if (!isExtending) this.#anchor = this.#head;
  }

  #wordAt(place: number): number {
    return first(this.words, (word) => word.end > place);
  }

  /** The word of the next line that stands nearest below, or above. */
  #line(way: 1 | -1): number {
    const from = this.#box(this.#head);
    let [best, near, line] = [this.#head, Infinity, NaN];
    for (let at = this.#head + way; at >= 0 && at < this.words.length; at += way) {
      const box = this.#box(at);
      if (Math.abs(middle(box) - middle(from)) < from.height * 0.6) continue;
      if (Number.isNaN(line)) line = middle(box);
      if (Math.abs(middle(box) - line) > from.height * 0.6) break;
      const away = Math.abs(box.left + box.width / 2 - from.left - from.width / 2);
      if (away < near) [best, near] = [at, away];
    }
    return best;
  }

  #box(at: number): DOMRect {
    return this.#boxOf(this.words[at] ?? { start: 0, end: 0 });
  }

  /** Onwards with Shift: to a sentence's last word; else to its first one. */
  #sentence(way: 1 | -1, isExtending: boolean): number {
    this.#sentences ??= segments(this.#whole, "sentence");
    const all = this.#sentences;
    const in_ = first(all, (s) => s.end > (this.words[this.#head]?.start ?? 0));
    const begin = (at: number): number => this.#wordAt(all[at]?.start ?? Infinity);
    if (way < 0) return begin(in_) < this.#head ? begin(in_) : begin(Math.max(0, in_ - 1));
    if (!isExtending) return begin(in_ + 1);
    return begin(in_ + 1) - 1 > this.#head ? begin(in_ + 1) - 1 : begin(in_ + 2) - 1;
  }
}

function middle(box: DOMRect): number {
  return box.top + box.height / 2;
}

/** The first one that fits, where all behind it fit too; how many there are when none does. */
function first(spans: Span[], fits: (span: Span) => boolean): number {
  let [low, high] = [0, spans.length];
  while (low < high) {
    const at = (low + high) >> 1;
    const span = spans[at];
    if (span && fits(span)) high = at; else low = at + 1;
  }
  return low;
}

function words(text: string): Span[] {
  const found: Span[] = [];
  let place = 0;
  for (const part of text.split(/(\s+)/)) {
    const size = length(part);
    if (size && !/^\s/.test(part)) {
      const inner = unspaced.test(part) ? segments(part, "word") : [{ start: 0, end: size }];
      found.push(...inner.map((s) => ({ start: place + s.start, end: place + s.end })));
    }
    place += size;
  }
  return found;
}

function segments(text: string, granularity: "word" | "sentence"): Span[] {
  let place = 0;
  return [...new Intl.Segmenter(undefined, { granularity }).segment(text)].map((s) => {
    const start = place;
    place += length(s.segment);
    return { start, end: place };
  });
}
