// A guide as the server keeps it, and as the Markdown that its form sends. The server alone reads Markdown; here it is only written.

export type Kind = "question" | "probe" | "note";
export interface Item { kind: Kind; text: string }
export interface Section { title: string; minutes: number | null; items: Item[] }
export interface Guide { title: string; sections: Section[] }

const sign = /^(?:[#>\\*+•_-]|\d{1,3}[.)](?:\s|$)|`{3})/;
// What the server surely takes for a question.
const asks = /[a-z].*\?$|^(?:(?:tell|show|give) (?:me|us)|describe|explain) /i;
const aboutProbes = /\b(?:probe|follow|prompt)/i;

export function markdown(guide: Guide): string {
  const parts = guide.sections.map((section, index) => part(section, index === 0)).filter(Boolean);
  return `${[`# ${heading(guide.title)}`, ...parts].join("\n\n")}\n`;
}

function part(section: Section, isFirst: boolean): string {
  const lines = section.items.map((item, index) => line(item, section, section.items.slice(0, index)));
  const title = section.title || (lines.length && (!isFirst || section.minutes) ? "Questions" : "");
  const minutes = section.minutes ? ` (${section.minutes} min)` : "";
  // A note is a paragraph of its own; points of a list stand one below the other.
  const text = lines.map((one, index) => (index === 0 ? "" : one.isPoint && lines[index - 1]?.isPoint ? "\n" : "\n\n") + one.text).join("");
  return [title ? `## ${heading(title)}${minutes}` : "", text].filter(Boolean).join("\n\n");
}

/** Its kind is named where the words alone could be taken for another one. */
function line(item: Item, section: Section, before: Item[]): { text: string; isPoint: boolean } {
  const text = guarded(item.text);
  if (item.kind === "note") return { text: `**Note:** ${text}`, isPoint: false };
  const isClear = item.kind === "probe" ? before.some((one) => one.kind === "question") : asks.test(item.text);
  const mayMislead = [section.title, ...before.map((one) => one.text)].some((words) => aboutProbes.test(words));
  const named = isClear && !mayMislead ? text : `**${item.kind === "probe" ? "Probe" : "Ask"}:** ${text}`;
  return { text: `${item.kind === "probe" ? "  " : ""}- ${named}`, isPoint: true };
}

function guarded(text: string): string {
  return sign.test(text) ? `\\${text}` : text;
}

/** A hash at the end would be taken for the closing of a heading. */
function heading(title: string): string {
  return guarded(title) + (title.endsWith(" #") ? " #" : "");
}
