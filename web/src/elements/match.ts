// How well what was typed fits a title: all its letters in their order; beginnings of words and runs of letters count more.

const START = 8;
const RUN = 5;
const LETTER = 1;

/** 0 when it does not fit. */
export function score(typed: string, title: string): number {
  const wanted = typed.toLowerCase().replace(/\s+/g, "");
  const text = title.toLowerCase();
  const best = [...text].map((letter, at) => (letter === wanted[0] ? from(wanted, text, at) : 0));
  return Math.max(0, ...best) - text.length / 1_000;
}

function from(wanted: string, text: string, begin: number): number {
  let points = 0;
  let last = begin - 2;
  for (const letter of wanted) {
    const at = text.indexOf(letter, Math.max(begin, last + 1));
    if (at < 0) return 0;
    if (at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1] ?? "")) points += START;
    else if (at === last + 1) points += RUN;
    else points += LETTER;
    last = at;
  }
  // Letters strewn over a long title are no match.
  return points >= wanted.length * 3 ? points : 0;
}
