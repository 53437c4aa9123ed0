// One line of a guide in the editor: its words, what the coach says of them, and buttons for whoever has no keyboard.

import { icon, make } from "../dom";
import type { Item, Kind } from "./guide-text";

export interface Mark { section: number; item: number; question: string; rule: string; label: string; reason: string; rewrite: string; instead: string[]; dismissed: boolean }

let made = 0;

export class Line {
  readonly row = make("li", { class: "guide-line" });
  readonly words = make("textarea", { class: "input", rows: "1", maxlength: "4000", spellcheck: "true" }) as HTMLTextAreaElement;
  readonly #said = make("ul", { class: "guide-marks", id: `guide-said-${++made}` });
  #marks: Mark[] = [];

  constructor(item: Item) {
    this.words.value = item.text;
    this.words.setAttribute("aria-describedby", this.#said.id);
    const tools = make("span", { class: "guide-tools" });
    for (const [act, name, label] of [["up", "arrow-up", "Move up"], ["down", "arrow-down", "Move down"], ["probe", "corner-down-right", "Probe or question"], ["note", "info", "Note or question"], ["remove", "x", "Remove"]] as const) {
      const button = make("button", { class: "button button-quiet button-icon button-small", type: "button", tabindex: "-1", "data-act": act, "aria-label": label, title: label });
      button.append(icon(name));
      tools.append(button);
    }
    const sign = make("span", { class: "guide-sign", "aria-hidden": "true" });
    sign.append(icon("corner-down-right"), icon("info"));
    this.row.append(sign, this.words, tools, this.#said);
    this.kind = item.kind;
    lines.set(this.row, this);
  }

  get kind(): Kind {
    return this.row.dataset.kind as Kind;
  }

  set kind(kind: Kind) {
    this.row.dataset.kind = kind;
  }

  get text(): string {
    return this.words.value.replaceAll(/\s+/g, " ").trim();
  }

  /** What the coach says that still stands, faults first. */
  get standing(): Mark[] {
    return this.#marks.filter((mark) => !mark.dismissed && mark.rule !== "story");
  }

  get dismissed(): Mark[] {
    return this.#marks.filter((mark) => mark.dismissed);
  }

  name(number: number): void {
    this.words.setAttribute("aria-label", this.kind === "question" ? `Question ${number}` : this.kind === "probe" ? `Probe of question ${number}` : "Note");
  }

  focus(place: "start" | "end" = "end"): void {
    this.words.focus();
    const at = place === "end" ? this.words.value.length : 0;
    this.words.setSelectionRange(at, at);
  }

  /** Typed as a person would, so that the browser's own undo takes it back. */
  type(text: string): void {
    this.words.focus();
    this.words.select();
    if (!document.execCommand("insertText", false, text)) this.words.value = text;
  }

  say(marks: Mark[]): void {
    if (JSON.stringify(marks) === JSON.stringify(this.#marks)) return;
    this.#marks = marks;
    this.#said.replaceChildren(...marks.map((mark, index) => this.#drawn(mark, index)));
  }

  mark(index: number): Mark | undefined {
    return this.#marks[index];
  }

  #drawn(mark: Mark, index: number): HTMLElement {
    const row = make("li", { "data-mark": String(index) });
    const isStory = mark.rule === "story";
    const tag = make("span", { class: `tag${isStory ? " tag-good" : mark.dismissed ? "" : " tag-warn"}` });
    tag.append(icon(isStory ? "check" : mark.dismissed ? "x" : "triangle-alert"), mark.dismissed ? `${mark.label}, dismissed` : mark.label);
    const why = make("div", { class: "guide-why" });
    if (!mark.dismissed) why.append(make("p", {}, mark.reason));
    if (mark.rewrite && !mark.dismissed) why.append(rather(mark));
    const acts = make("p", { class: "row" });
    if (!mark.dismissed && mark.instead.length) acts.append(button("take", "Use it", "Alt Enter"));
    if (!isStory) acts.append(mark.dismissed ? button("bring-back", "Bring back", "Alt X") : button("dismiss", "Dismiss", "Alt X"));
    why.append(acts);
    row.append(tag, why);
    return row;
  }
}

export const lines = new WeakMap<Element, Line>();

function rather(mark: Mark): HTMLElement {
  const words = make("p");
  words.append(make("span", { class: "muted" }, "Rather: "), mark.rewrite);
  return words;
}

function button(act: string, label: string, keys: string): HTMLElement {
  const made = make("button", { class: "button button-small", type: "button", tabindex: "-1", "data-act": act }, label);
  made.append(make("kbd", { class: "kbd" }, keys));
  return made;
}
