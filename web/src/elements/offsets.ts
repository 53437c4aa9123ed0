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

/** The document's point for a place in code points. */
export function pointAt(root: Node, place: number): [Node, number] {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  let left = place;
  let last: Node = root;
  while (walker.nextNode()) {
    last = walker.currentNode;
    const text = last.textContent ?? "";
    const points = length(text);
    if (left <= points) return [last, units(text, left)];
    left -= points;
  }
  return [last, last.textContent?.length ?? 0];
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

/** The words of a text as spans, for moving word by word. */
export function words(text: string): Span[] {
  const found: Span[] = [];
  let place = 0;
  for (const part of text.split(/(\s+)/)) {
    const size = length(part);
    if (size && !/^\s/.test(part)) found.push({ start: place, end: place + size });
    place += size;
  }
  return found;
}
