// Places in a text. Clew counts Unicode code points; a browser counts UTF-16 units. The text itself is never changed by drawing marks.

export interface Mark { id: number; start: number; end: number; stance: string; label: string }
export interface Span { start: number; end: number }

/** The place, in code points from the start of `root`, of a point of the document. */
export function placeOf(root: Node, node: Node, offset: number): number {
  const range = document.createRange();
  range.selectNodeContents(root);
  range.setEnd(node, offset);
  return length(range.toString());
}

export function length(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/** Where each place of a text stands in the document; made anew whenever the text is drawn. */
export class Places {
  #nodes: Text[] = [];
  #starts: number[] = [];
  #root: Node;

  constructor(root: Node) {
    this.#root = root;
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    let place = 0;
    while (walker.nextNode()) {
      const node = walker.currentNode as Text;
      this.#nodes.push(node);
      this.#starts.push(place);
      place += length(node.data);
    }
  }

  /** The document's point for a place in code points. */
  at(place: number): [Node, number] {
    let [low, high] = [0, this.#starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= place) low = middle; else high = middle - 1;
    }
    const node = this.#nodes[low];
    return node ? [node, units(node.data, place - (this.#starts[low] ?? 0))] : [this.#root, 0];
  }

  range(span: Span): Range {
    const range = document.createRange();
    range.setStart(...this.at(span.start));
    range.setEnd(...this.at(span.end));
    return range;
  }
}

function units(text: string, points: number): number {
  let at = 0;
  for (const character of text) {
    if (points-- <= 0) break;
    at += character.length;
  }
  return at;
}

/** Cut a text into pieces at every border of a mark, so that overlapping marks can all be drawn. */
export function pieces(total: number, marks: Span[]): Span[] {
  const borders = new Set([0, total]);
  for (const mark of marks) { borders.add(Math.max(0, mark.start)); borders.add(Math.min(total, mark.end)); }
  const places = [...borders].sort((a, b) => a - b);
  return places.slice(1).map((end, index) => ({ start: places[index] ?? 0, end }));
}


const short = 20_000;
const blockSize = 1200;

/** A long text in parts that each end at a paragraph's end; a short one is one part. */
export function blocks(points: string[]): Span[] {
  const parts: Span[] = [];
  let start = 0;
  for (let at = blockSize; points.length > short && at < points.length; at++) {
    if (at - start < blockSize || points[at - 1] !== "\n" || points[at] === "\n") continue;
    parts.push({ start, end: at });
    start = at;
  }
  return [...parts, { start, end: points.length }];
}
