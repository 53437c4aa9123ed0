// <clew-guide>: an interview guide line by line, by keyboard alone, with the coach beside each line. Without script its form holds the guide
// as Markdown; with it the same field is written on every change, so that both save by the same act.

import { csrf, make, say } from "../dom";
import { Line, lines, type Mark } from "./guide-line";
import { type Guide, type Item, markdown, type Section } from "./guide-text";

interface Told { marks: Mark[]; balance: string; notes: string[] }
const pause = 350;

class GuideEditor extends HTMLElement {
  #form!: HTMLFormElement;
  #text!: HTMLTextAreaElement;
  #area!: HTMLElement;
  #title = make("input", { class: "input guide-title", type: "text", maxlength: "200", "aria-label": "Title of the guide" }) as HTMLInputElement;
  #timer = 0;
  #asked = 0;
  #isFree = false; // after Escape, Tab leaves the line
  #saved = "";

  connectedCallback(): void {
    const [form, text, area] = [this.querySelector("form"), this.querySelector<HTMLTextAreaElement>("textarea[name=text]"), this.querySelector<HTMLElement>("[data-lines]")];
    const told = this.querySelector('script[type="application/json"]')?.textContent;
    if (!form || !text || !area || !told) return;
    [this.#form, this.#text, this.#area] = [form, text, area];
    this.#draw(JSON.parse(told) as Guide);
    this.#listen();
    this.#saved = this.#write();
    void this.#ask();
    this.#all()[0]?.focus();
  }

  disconnectedCallback(): void {
    clearTimeout(this.#timer);
    removeEventListener("beforeunload", this.#leaving);
  }

  #draw(guide: Guide): void {
    this.#title.value = guide.title;
    const sections = guide.sections.length ? guide.sections : [{ title: "", minutes: null, items: [] }];
    this.#area.replaceChildren(this.#title, ...sections.map(section));
    this.#text.required = false;
    this.#area.hidden = false;
    const plain = this.querySelector<HTMLElement>("[data-plain]");
    if (plain) plain.hidden = true;
    this.#number();
  }

  #listen(): void {
    this.#area.addEventListener("input", () => this.#changed());
    this.#area.addEventListener("keydown", (event) => this.#key(event));
    this.#area.addEventListener("paste", (event) => this.#paste(event));
    this.#area.addEventListener("click", (event) => this.#clicked(event.target as Element));
    this.#form.querySelector("input[name=minutes]")?.addEventListener("input", () => this.#soon());
    this.#form.addEventListener("submit", () => removeEventListener("beforeunload", this.#leaving));
    addEventListener("beforeunload", this.#leaving);
  }

  #leaving = (event: BeforeUnloadEvent): void => {
    if (this.#text.value !== this.#saved) event.preventDefault();
  };

  // What is written

  #sections(): HTMLElement[] {
    return [...this.#area.querySelectorAll<HTMLElement>("section")];
  }

  #all(within: ParentNode = this.#area): Line[] {
    return [...within.querySelectorAll(".guide-line")].map((row) => lines.get(row)).filter((line) => line !== undefined);
  }

  /** The lines that say something, by section, as the server counts them. */
  #filled(): Line[][] {
    return this.#sections().map((part) => this.#all(part).filter((line) => line.text));
  }

  #read(): Guide {
    const filled = this.#filled();
    const sections = this.#sections().map((part, index): Section => {
      const [title, minutes] = [...part.querySelectorAll<HTMLInputElement>("header input")].map((input) => input.value.replaceAll(/\s+/g, " ").trim());
      return { title: title ?? "", minutes: Number(minutes) || null, items: (filled[index] ?? []).map((line) => ({ kind: line.kind, text: line.text })) };
    });
    return { title: this.#title.value.replaceAll(/\s+/g, " ").trim() || "Guide", sections };
  }

  #write(): string {
    this.#text.value = markdown(this.#read());
    return this.#text.value;
  }

  #changed(): void {
    this.#write();
    this.#number();
    this.#text.dispatchEvent(new Event("input", { bubbles: true }));
    this.#soon();
  }

  #number(): void {
    let number = 0;
    for (const line of this.#all()) line.name(line.kind === "question" ? ++number : number);
  }

  // The coach

  #soon(): void {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.#ask(), pause);
  }

  async #ask(): Promise<void> {
    const asked = ++this.#asked;
    const minutes = this.#form.querySelector<HTMLInputElement>("input[name=minutes]")?.value ?? "";
    const told = await this.#post<Told>("check", { content: JSON.stringify(this.#read()), minutes });
    if (!told || asked !== this.#asked) return;
    for (const [section, part] of this.#filled().entries()) {
      for (const [item, line] of part.entries()) line.say(told.marks.filter((mark) => mark.section === section && mark.item === item));
    }
    for (const line of this.#all()) if (!line.text) line.say([]);
    this.#weigh(told);
  }

  #weigh(told: Told): void {
    const notes = make("ul");
    notes.append(...told.notes.map((note) => make("li", {}, note)));
    this.querySelector(".guide-balance")?.replaceChildren(make("p", {}, told.balance), notes);
  }

  async #post<T>(what: "check" | "read" | "dismiss" | "bringBack", fields: Record<string, string>): Promise<T | null> {
    const body = new FormData();
    for (const [name, value] of Object.entries({ csrfmiddlewaretoken: csrf(), ...fields })) body.set(name, value);
    try {
      const answer = await fetch(this.dataset[what] ?? "", { method: "POST", body, headers: { accept: "application/json" } });
      if (answer.ok) return (await answer.json()) as T;
      const told = (await answer.json().catch(() => ({}))) as { message?: string; remedy?: string };
      say(`${told.message ?? "The coach does not answer."} ${told.remedy ?? ""}`, true);
    } catch {
      // Without a server one goes on writing; the coach speaks again when it is back.
    }
    return null;
  }

  #take(line: Line, mark: Mark | undefined): void {
    const [first, ...more] = mark?.instead ?? [];
    if (!mark || !first) return;
    line.type(line.text.replace(mark.question, () => first));
    for (const text of more.reverse()) this.#after(line, { kind: line.kind, text });
    this.#changed();
  }

  async #teach(line: Line, mark: Mark | undefined): Promise<void> {
    if (!mark) return;
    await this.#post(mark.dismissed ? "bringBack" : "dismiss", { rule: mark.rule, question: mark.question });
    line.words.focus();
    await this.#ask();
  }

  #clicked(target: Element): void {
    const button = target.closest<HTMLElement>("[data-act]");
    if (button?.dataset.act === "add") { this.#add(button.closest("section")); return; }
    const line = lines.get(button?.closest(".guide-line") ?? this.#area);
    if (!button || !line) return;
    const mark = line.mark(Number(button.closest<HTMLElement>("[data-mark]")?.dataset.mark ?? -1));
    const acts: Record<string, () => void> = {
      up: () => this.#move(line, -1), down: () => this.#move(line, 1), remove: () => this.#remove(line),
      probe: () => this.#turn(line, line.kind === "probe" ? "question" : "probe"), note: () => this.#turn(line, line.kind === "note" ? "question" : "note"),
      take: () => this.#take(line, mark), dismiss: () => void this.#teach(line, mark), "bring-back": () => void this.#teach(line, mark),
    };
    acts[button.dataset.act ?? ""]?.();
  }

  // Keys

  #key(event: KeyboardEvent): void {
    if (event.isComposing) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); this.#form.requestSubmit(); return; }
    const target = event.target as HTMLElement;
    const line = lines.get(target.closest(".guide-line") ?? this.#area);
    const isDone = line && target === line.words ? this.#lineKey(event, line) : target.matches("input") && this.#headKey(event, target as HTMLInputElement);
    if (isDone) event.preventDefault();
    if (event.key !== "Shift") this.#isFree = event.key === "Escape";
  }

  #lineKey(event: KeyboardEvent, line: Line): boolean {
    if (event.altKey) return this.#altKey(event, line);
    const { selectionStart: from, selectionEnd: to, value } = line.words;
    const isOneRow = line.words.clientHeight < 40;
    switch (event.key) {
      case "Enter": if (event.shiftKey) return true; this.#enter(line); return true;
      case "Tab": return !this.#isFree && this.#turn(line, event.shiftKey ? "question" : "probe", event.shiftKey ? "probe" : "question");
      case "Backspace": return !value && this.#remove(line, -1);
      case "ArrowUp": return (isOneRow || to === 0) && !event.shiftKey && this.#step(line.words, -1);
      case "ArrowDown": return (isOneRow || from === value.length) && !event.shiftKey && this.#step(line.words, 1);
      default: return false;
    }
  }

  #altKey(event: KeyboardEvent, line: Line): boolean {
    const [standing, dismissed] = [line.standing, line.dismissed];
    if (event.key === "Enter") this.#take(line, standing.find((mark) => mark.instead.length));
    else if (event.code === "KeyX") void this.#teach(line, standing[0] ?? dismissed[0]);
    else if (event.code === "KeyN") this.#turn(line, line.kind === "note" ? "question" : "note");
    else if (event.key === "ArrowUp" || event.key === "ArrowDown") this.#move(line, event.key === "ArrowUp" ? -1 : 1);
    else return false;
    return true;
  }

  #headKey(event: KeyboardEvent, input: HTMLInputElement): boolean {
    const part = input.closest("section");
    if (event.altKey && part && (event.key === "ArrowUp" || event.key === "ArrowDown")) { this.#moveSection(part, event.key === "ArrowUp" ? -1 : 1, input); return true; }
    if (event.key === "Enter") { if (part) this.#add(part, true); else this.#step(input, 1); return true; }
    if (event.key === "Backspace" && part && input.type === "text" && !input.value) return this.#join(part);
    if (input.type !== "number" && (event.key === "ArrowUp" || event.key === "ArrowDown")) return this.#step(input, event.key === "ArrowUp" ? -1 : 1);
    return false;
  }

  /** From field to field, up and down; minutes are left to Tab. */
  #step(from: HTMLElement, way: 1 | -1): boolean {
    const fields = [...this.#area.querySelectorAll<HTMLElement>("input[type=text], .guide-line textarea")];
    const next = fields[fields.indexOf(from) + way];
    const line = lines.get(next?.closest(".guide-line") ?? this.#area);
    if (line) line.focus(); else next?.focus();
    return next !== undefined;
  }

  #enter(line: Line): void {
    if (!line.text) {
      if (line.kind === "probe") this.#turn(line, "question"); else this.#split(line);
      return;
    }
    const { selectionStart: at, value } = line.words;
    const isAtEnd = !value.slice(at).trim();
    if (!isAtEnd) line.words.value = value.slice(0, at).trimEnd();
    const after = isAtEnd && line.kind === "question" ? (this.#probes(line).at(-1) ?? line) : line;
    this.#after(after, { kind: line.kind === "probe" ? "probe" : "question", text: value.slice(at).trim() }).focus("start");
    this.#changed();
  }

  /** An empty line becomes a section; what stood below it goes along. */
  #split(line: Line): void {
    const part = line.row.closest("section");
    if (!part) return;
    const made = section({ title: "", minutes: null, items: [] });
    const below = this.#all(part);
    made.querySelector("ul")?.replaceChildren(...below.slice(below.indexOf(line) + 1).map((one) => one.row));
    part.after(made);
    if (below.length > 1) line.row.remove();
    made.querySelector("input")?.focus();
    this.#changed();
  }

  #join(part: HTMLElement): boolean {
    const before = part.previousElementSibling;
    if (!before?.matches("section")) return false;
    const [last, rows] = [this.#all(before).at(-1), this.#all(part).map((line) => line.row)];
    before.querySelector("ul")?.append(...rows);
    part.remove();
    (last ?? this.#all(before)[0])?.focus();
    this.#changed();
    return true;
  }

  #after(line: Line, item: Item): Line {
    const made = new Line(item);
    line.row.after(made.row);
    return made;
  }

  /** A new question: at the end of a section, or at its beginning. */
  #add(part: HTMLElement | null, isFirst = false): void {
    const list = part?.querySelector("ul");
    const there = part ? this.#all(part).at(isFirst ? 0 : -1) : undefined;
    const made = there && !there.text ? there : new Line({ kind: "question", text: "" });
    if (made !== there) { if (isFirst) list?.prepend(made.row); else list?.append(made.row); }
    made.focus();
    this.#changed();
  }

  #probes(line: Line): Line[] {
    const found: Line[] = [];
    for (let next = line.row.nextElementSibling; next && lines.get(next)?.kind === "probe"; next = next.nextElementSibling) found.push(lines.get(next) as Line);
    return found;
  }

  /** `from`: only when it is of that kind. A probe needs a question before it. */
  #turn(line: Line, kind: Item["kind"], from: Item["kind"] = line.kind): boolean {
    const hasQuestion = kind !== "probe" || this.#all(line.row.parentElement ?? this.#area).slice(0, this.#all(line.row.parentElement ?? this.#area).indexOf(line)).some((one) => one.kind === "question");
    if (line.kind !== from || line.kind === kind || !hasQuestion) return false;
    line.kind = kind;
    line.words.focus();
    this.#changed();
    return true;
  }

  #remove(line: Line, way = 1): boolean {
    const all = this.#all();
    if (all.length === 1) return false;
    const next = all[all.indexOf(line) + way] ?? all[all.indexOf(line) - way];
    line.row.remove();
    next?.focus();
    this.#changed();
    return true;
  }

  /** A question takes its probes along; at the edge of a section it goes into the next. */
  #move(line: Line, way: 1 | -1): void {
    const rows = [line.row, ...(line.kind === "question" ? this.#probes(line).map((one) => one.row) : [])];
    const edge = way < 0 ? line.row.previousElementSibling : rows.at(-1)?.nextElementSibling;
    const beside = edge ? lines.get(edge) : undefined;
    if (beside) {
      const stays = line.kind !== "question" || beside.kind === "note" ? [beside.row] : this.#block(beside);
      if (way < 0) stays[0]?.before(...rows); else stays.at(-1)?.after(...rows);
    } else {
      const sections = this.#sections();
      const list = sections[sections.indexOf(line.row.closest("section") as HTMLElement) + way]?.querySelector("ul");
      if (way < 0) list?.append(...rows); else list?.prepend(...rows);
    }
    if (line.kind === "probe" && !line.row.previousElementSibling) line.kind = "question";
    line.words.focus();
    this.#changed();
  }

  /** The question that a line belongs to, with its probes. */
  #block(line: Line): HTMLElement[] {
    let first = line;
    while (first.kind === "probe" && first.row.previousElementSibling) first = lines.get(first.row.previousElementSibling) ?? first;
    return [first.row, ...this.#probes(first).map((one) => one.row)];
  }

  #moveSection(part: HTMLElement, way: 1 | -1, input: HTMLInputElement): void {
    const beside = way < 0 ? part.previousElementSibling : part.nextElementSibling;
    if (!beside?.matches("section")) return;
    if (way < 0) beside.before(part); else beside.after(part);
    input.focus();
    this.#changed();
  }

  // Pasting

  #paste(event: ClipboardEvent): void {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    const line = lines.get((event.target as Element).closest(".guide-line") ?? this.#area);
    if (!line || !text.trim().includes("\n")) return;
    event.preventDefault();
    void this.#bring(line, text);
  }

  async #bring(line: Line, text: string): Promise<void> {
    const asOne = text.split("\n").map((one) => one.trim()).filter(Boolean).map((one): Item => ({ kind: "question", text: one }));
    const read = (await this.#post<Guide>("read", { text }))?.sections ?? [{ title: "", minutes: null, items: asOne }];
    let [last, part] = [line, line.row.closest("section")];
    for (const [index, one] of read.entries()) {
      if (index === 0 && !one.title) for (const item of one.items) last = this.#after(last, item);
      else {
        const made = section(one);
        part?.after(made);
        part = made;
        last = this.#all(made).at(-1) ?? last;
      }
    }
    if (!line.text && this.#all().length > 1) line.row.remove();
    last.focus();
    this.#changed();
  }
}

function section(told: Section): HTMLElement {
  const part = make("section", { class: "guide-section" });
  const head = make("header");
  const minutes = make("input", { class: "input", type: "number", min: "1", max: "600", "aria-label": "Minutes of the section", value: told.minutes === null ? "" : String(told.minutes) });
  const title = make("input", { class: "input", type: "text", maxlength: "180", "aria-label": "Title of the section", placeholder: "Section", value: told.title });
  head.append(title, minutes, make("span", { class: "muted" }, "min"));
  const list = make("ul");
  const items: Item[] = told.items.length ? told.items : [{ kind: "question", text: "" }];
  list.append(...items.map((item) => new Line(item).row));
  part.append(head, list, make("button", { class: "button button-quiet button-small guide-add", type: "button", tabindex: "-1", "data-act": "add" }, "Add a question"));
  return part;
}

customElements.define("clew-guide", GuideEditor);
