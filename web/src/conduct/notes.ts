// <clew-conduct>: notes with their times while an interview runs, the guide with what was asked, and how long it takes.
// In the field: Enter keeps, Shift+Enter begins a line, 1 to 5 in the empty field (Alt+1 to 5 while typing) tag, #word tags freely.

import { all, icon, make } from "../dom";
import { ask, Away, clock, Patience, Refused, uuid } from "./asking";
import { Guide } from "./guide";
import { type Doing, type Kept, type Op, Outbox } from "./outbox";

export interface Note { client_id: string; at_ms: number; text: string; tag: string; author: string; mine: boolean; waits?: boolean }
interface Told { state: string; started_at: string | null; ended_at: string | null; now: string; notes: Note[]; answers?: { refused?: string }[] }
const most = 100;

class Conduct extends HTMLElement {
  #told!: Told;
  #outbox!: Outbox;
  #patience = new Patience(() => void this.#send());
  #guide: Guide | null = null;
  #isSending = false;
  #isAway = false;
  #stopped = "";
  #ahead = 0; // how far the server's clock is ahead of this one
  #typedAt: number | null = null;
  #editing = "";
  #end = new AbortController();

  connectedCallback(): void {
    const told = this.querySelector('script[type="application/json"]')?.textContent;
    if (!told) return;
    this.#outbox = new Outbox(`clew-notes:${this.dataset.me ?? ""}:${this.dataset.notes ?? ""}`);
    const sections = this.querySelector<HTMLElement>("[data-guide]");
    if (sections) this.#guide = new Guide(sections, this.dataset.notes ?? "", (question, isAsked) => this.#ask(question, isAsked));
    this.#take(JSON.parse(told) as Told);
    this.#listen();
    void this.#send();
  }

  disconnectedCallback(): void {
    this.#end.abort();
  }

  #listen(): void {
    const { signal } = this.#end;
    const [form, field] = [this.#form, this.#field];
    form.addEventListener("submit", (event) => { event.preventDefault(); this.#keep(); });
    field.addEventListener("input", () => { this.#typedAt = field.value ? this.#typedAt ?? this.#now() : null; this.#draft(); });
    field.addEventListener("keydown", (event) => this.#key(event));
    this.addEventListener("click", (event) => this.#clicked(event.target as Element));
    addEventListener("storage", (event) => { if (this.#outbox.holds(event.key)) this.#draw(); }, { signal });
    document.addEventListener("clew:told", (event) => { event.preventDefault(); void this.#send(true); }, { signal });
    document.addEventListener("visibilitychange", () => { if (!document.hidden) void this.#send(true); }, { signal });
    const ticking = setInterval(() => this.#tick(), 1_000);
    signal.addEventListener("abort", () => clearInterval(ticking));
    field.value = this.#drafted;
    this.#tick();
  }

  get #form(): HTMLFormElement { return this.querySelector<HTMLFormElement>("form[data-note]")!; }
  get #field(): HTMLTextAreaElement { return this.querySelector<HTMLTextAreaElement>("form[data-note] textarea")!; }
  get #draftKey(): string { return `clew-draft:${this.dataset.notes ?? ""}`; }
  get #drafted(): string { try { return localStorage.getItem(this.#draftKey) ?? ""; } catch { return ""; } }

  /** Half a note outlives a reload too. */
  #draft(): void {
    try { localStorage.setItem(this.#draftKey, this.#field.value); } catch { /* kept in the field alone */ }
  }

  /** Milliseconds since the start, by the server's clock; before it 0, after the end the end. */
  #now(): number {
    if (!this.#told.started_at) return 0;
    const until = this.#told.ended_at ? Date.parse(this.#told.ended_at) : Date.now() + this.#ahead;
    return Math.max(0, Math.round(until - Date.parse(this.#told.started_at)));
  }

  #take(told: Told): void {
    this.#told = told;
    this.#ahead = Date.parse(told.now) - Date.now();
    this.dispatchEvent(new CustomEvent("clew:clock", { bubbles: true, detail: this.#ahead }));
    this.#draw();
  }

  #do(doing: Doing, note: Partial<Note> & { client_id: string }): void {
    const { client_id, at_ms, text, tag } = note;
    const op: Op = { do: doing, client_id };
    if (doing === "note") Object.assign(op, { at_ms, text, tag });
    if (doing === "change") Object.assign(op, { text, tag });
    this.#outbox.add(op);
    this.#draw();
    void this.#send();
  }

  #keep(): void {
    const field = this.#field;
    const free = /^#([\p{L}\p{N}_-]{1,30})\s+/u.exec(field.value);
    const text = (free ? field.value.slice(free[0].length) : field.value).trim();
    if (!text) return;
    this.#do("note", { client_id: uuid(), at_ms: this.#typedAt ?? this.#now(), text, tag: free?.[1]?.toLowerCase() ?? this.#tag });
    field.value = "";
    this.#typedAt = null;
    this.#draft();
    this.#choose("");
    field.focus();
  }

  #ask(question: string, isAsked: boolean): void {
    const known = this.#notes().find((note) => note.tag === "asked" && note.text === question);
    if (isAsked && !known) this.#do("note", { client_id: uuid(), at_ms: this.#now(), text: question, tag: "asked" });
    if (!isAsked && known) this.#do("back", known);
  }

  get #tag(): string { return this.querySelector<HTMLElement>('[data-tag][aria-pressed="true"]')?.dataset.tag ?? ""; }

  #choose(tag: string): void {
    for (const button of all<HTMLElement>(this, "[data-tag]")) button.setAttribute("aria-pressed", String(button.dataset.tag === tag && tag !== ""));
  }

  #key(event: KeyboardEvent): void {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); this.#keep(); return; }
    const number = (event.altKey ? /^Digit([1-5])$/.exec(event.code) : /^([1-5])$/.exec(event.key))?.[1];
    if (!number || event.ctrlKey || event.metaKey || (this.#field.value && !event.altKey)) return;
    event.preventDefault();
    this.#press(all<HTMLElement>(this, "[data-tag]")[Number(number) - 1]);
  }

  #press(button?: HTMLElement): void {
    if (button) this.#choose(this.#tag === button.dataset.tag ? "" : button.dataset.tag ?? "");
  }

  #clicked(target: Element): void {
    const button = target.closest<HTMLElement>("button");
    const row = target.closest<HTMLElement>("[data-note-id]");
    const note = this.#notes().find((one) => one.client_id === row?.dataset.noteId);
    if (button?.dataset.tag) { this.#press(button); this.#field.focus(); }
    else if (button?.dataset.act === "back" && note) { this.#do("back", note); this.#offer(note); }
    else if (button?.dataset.act === "edit" && note) { this.#editing = note.client_id; this.#draw(); }
    else if (button?.dataset.act === "drop" && button.dataset.key) { this.#outbox.drop(button.dataset.key); this.#draw(); }
  }

  #offer(note: Note): void {
    const place = this.querySelector<HTMLElement>("[data-undo]");
    if (!place) return;
    const undo = make("button", { type: "button", class: "button button-small" }, "Undo");
    undo.addEventListener("click", () => { this.#do("again", note); place.replaceChildren(); });
    place.replaceChildren(make("span", { class: "grow clip" }, `Taken back: ${note.text}`), undo);
    setTimeout(() => { if (undo.isConnected) place.replaceChildren(); }, 30_000);
  }

  /** What the server has, with what is not sent yet over it. */
  #notes(): Note[] {
    const notes = new Map(this.#told.notes.map((note) => [note.client_id, { ...note }]));
    const gone = new Map<string, Note>();
    for (const { op } of this.#outbox.waiting()) {
      const known = notes.get(op.client_id) ?? gone.get(op.client_id);
      if (op.do === "note" && !known) notes.set(op.client_id, { client_id: op.client_id, at_ms: op.at_ms ?? 0, text: op.text ?? "", tag: op.tag ?? "", author: "", mine: true, waits: true });
      if (op.do === "change" && known) Object.assign(known, { text: op.text, tag: op.tag, waits: true });
      if (op.do === "back" && known) { gone.set(op.client_id, known); notes.delete(op.client_id); }
      if (op.do === "again" && known) notes.set(op.client_id, known);
    }
    return [...notes.values()].sort((a, b) => b.at_ms - a.at_ms);
  }

  /** `also`: look what others noted even when there is nothing to send. */
  async #send(also = false): Promise<void> {
    if (this.#isSending) { this.#again ||= also; return; }
    const sent = this.#outbox.waiting().slice(0, most);
    if (!sent.length && !also) return;
    this.#isSending = true;
    try {
      const told = sent.length ? await ask<Told>(this.dataset.notes ?? "", { sent: sent.map((kept) => kept.op) }) : await ask<Told>(this.dataset.notes ?? "", undefined, "GET");
      this.#answered(sent, told);
    } catch (error) {
      if (error instanceof Away) { this.#isAway = true; this.#patience.later(); } else this.#stopped = error instanceof Refused ? error.message : String(error);
    }
    this.#isSending = false;
    this.#draw();
    if (!this.#isAway && !this.#stopped && (this.#outbox.waiting().length || this.#again)) { const more = this.#again; this.#again = false; void this.#send(more); }
  }
  #again = false;

  #answered(sent: Kept[], told: Told): void {
    for (const [index, kept] of sent.entries()) {
      const refused = told.answers?.[index]?.refused;
      if (refused) this.#outbox.refuse(kept, refused);
      else this.#outbox.drop(kept.key);
    }
    this.#isAway = false;
    this.#stopped = "";
    this.#patience.well();
    this.#take(told);
  }

  #tick(): void {
    const now = this.#now();
    for (const place of all<HTMLElement>(this, "[data-clock]")) place.textContent = clock(now);
    const at = this.querySelector<HTMLElement>("[data-at]");
    if (at) at.textContent = this.#told.started_at ? `at ${clock(this.#typedAt ?? now)}` : "before the start";
    this.#guide?.tick(now, this.#told.started_at !== null && this.#told.ended_at === null);
  }

  #draw(): void {
    const notes = this.#notes();
    this.#guide?.show(notes);
    this.#state();
    const list = this.querySelector<HTMLElement>("[data-list]");
    const writing = list?.querySelector("textarea");
    if (!list || (writing && this.#editing)) return;
    list.replaceChildren(...notes.map((note) => (note.client_id === this.#editing ? this.#edit(note) : row(note))));
    list.querySelector("textarea")?.focus();
    const none = this.querySelector<HTMLElement>("[data-none]");
    if (none) none.hidden = notes.length > 0;
  }

  /** What is here and not there, in words. */
  #state(): void {
    const [waiting, refused] = [this.#outbox.waiting().length, this.#outbox.all().filter((kept) => kept.refused)];
    const place = this.querySelector<HTMLElement>("[data-kept]");
    if (!place) return;
    const isHeld = waiting > 0 && (this.#isAway || this.#stopped !== "");
    place.dataset.state = isHeld ? "kept" : waiting ? "sending" : "sent";
    const text = isHeld ? `No connection. Kept here, ${waiting} to send.` : waiting ? "Sending…" : "All is saved.";
    place.replaceChildren(icon(isHeld ? "triangle-alert" : "circle-check"), make("span", {}, this.#stopped && waiting ? `Kept here, ${waiting} to send. ${this.#stopped}` : text));
    const list = this.querySelector<HTMLElement>("[data-refused]");
    list?.replaceChildren(...refused.map((kept) => refusedRow(kept)));
  }

  #edit(note: Note): HTMLElement {
    const item = make("li", { class: "noted", "data-note-id": note.client_id });
    const field = make("textarea", { class: "input", rows: "2", maxlength: "2000", "aria-label": "Change the note" });
    field.value = note.text;
    let isOver = false; // taking the field away blurs it, and that comes here again
    const over = (isKept: boolean): void => {
      if (isOver) return;
      isOver = true;
      const text = field.value.trim();
      this.#editing = "";
      field.remove();
      if (isKept && text && text !== note.text) this.#do("change", { ...note, text });
      else this.#draw();
      this.#field.focus();
    };
    field.addEventListener("keydown", (event) => {
      if (event.key === "Escape") over(false);
      if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); over(true); }
    });
    field.addEventListener("blur", () => over(true));
    item.append(make("span", { class: "noted-at" }, clock(note.at_ms)), field);
    return item;
  }
}

function row(note: Note): HTMLElement {
  const item = make("li", { class: "noted", "data-note-id": note.client_id });
  if (note.waits) item.dataset.waits = "";
  const words = make("span", { class: note.tag === "quote" ? "noted-words said" : "noted-words" }, note.text);
  const body = make("div", { class: "noted-body" });
  if (note.tag) body.append(make("span", { class: note.tag === "asked" ? "tag" : "tag tag-accent" }, note.tag));
  body.append(words);
  if (!note.mine && note.author) body.append(make("span", { class: "muted small" }, note.author));
  item.append(make("span", { class: "noted-at" }, clock(note.at_ms)), body);
  const acts = make("span", { class: "noted-acts" });
  if (note.tag !== "asked") acts.append(button("edit", "pencil", "Change"));
  acts.append(button("back", "x", "Take back"));
  item.append(acts);
  return item;
}

function button(act: string, name: string, label: string): HTMLElement {
  const made = make("button", { type: "button", class: "button button-quiet button-icon button-small", "data-act": act, "aria-label": label, title: label });
  made.append(icon(name));
  return made;
}

function refusedRow(kept: Kept): HTMLElement {
  const item = make("li", { class: "note note-danger" });
  const drop = make("button", { type: "button", class: "button button-small", "data-act": "drop", "data-key": kept.key }, "Drop it");
  item.append(icon("circle-alert"), make("span", { class: "grow" }, `Not taken: “${kept.op.text ?? "a change"}”. ${kept.refused ?? ""}`), drop);
  return item;
}
customElements.define("clew-conduct", Conduct);
