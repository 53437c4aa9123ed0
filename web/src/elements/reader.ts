// <clew-reader>: selecting words opens a small form that makes them evidence. By mouse at once; by touch a bar at the bottom of the
// window offers it, where no menu of the phone can cover it; by keys: arrows move (words, lines; with Ctrl or Alt sentences), Shift
// extends, Enter opens the form, N and P go from mark to mark, Escape lets go.

import { csrf, say } from "../dom";
import { blocks, length, type Mark, pieces, placeOf, Places, type Span } from "./offsets";
import { Player } from "./player";
import { Steps } from "./steps";
import { TurnForm } from "./turn-form";

interface Turn extends Span { time: string; name: string }
const readOn = "clew-read-on";

class Reader extends HTMLElement {
  #text!: HTMLElement;
  #form!: HTMLFormElement;
  #bar: HTMLElement | null = null;
  #marks: Mark[] = [];
  #turns: Turn[] = [];
  #whole = "";
  #places!: Places;
  #steps!: Steps;
  #player: Player | null = null;
  #turnForm: TurnForm | null = null;
  #chosen: Span | null = null;
  #isTouched = matchMedia("(pointer: coarse)").matches;

  connectedCallback(): void {
    const [text, form] = [this.querySelector<HTMLElement>("[data-text]"), this.querySelector<HTMLFormElement>("form.marker")];
    if (!text) return;
    this.#text = text;
    this.#whole = text.textContent ?? "";
    const data = this.querySelector('script[type="application/json"]')?.textContent ?? "{}";
    const told = JSON.parse(data) as { marks?: Mark[]; turns?: Turn[]; spoken?: [number, number, number][] };
    this.#marks = told.marks ?? [];
    this.#turns = told.turns ?? [];
    this.#draw();
    this.addEventListener("click", (event) => this.#clicked(event.target as Element));
    text.addEventListener("keydown", (event) => this.#key(event));
    const [bar, media] = [this.querySelector<HTMLElement>("[data-player]"), this.querySelector<HTMLMediaElement>("audio, video")];
    if (bar && media) this.#player = new Player(bar, media, () => this.#places);
    if (form) this.#listen(form);
    const turn = this.querySelector<HTMLFormElement>("form[data-turn]");
    if (turn) this.#turnForm = new TurnForm(turn, this.#whole, told.spoken ?? [], (sent, place) => void this.#send(sent, place));
    this.#goOn();
  }

  #listen(form: HTMLFormElement): void {
    this.#form = form;
    this.#bar = this.querySelector(".marker-bar");
    document.addEventListener("pointerdown", (event) => this.#pressed(event), true);
    this.#text.addEventListener("pointerup", () => setTimeout(() => this.#selected(), 10));
    document.addEventListener("selectionchange", () => { if (this.#isTouched) this.#offer(); });
    form.addEventListener("submit", (event) => { event.preventDefault(); void this.#send(form, this.#chosen?.start ?? 0); });
    form.addEventListener("keydown", (event) => { if (event.key === "Escape") this.#close(); });
    form.querySelector("[data-correct]")?.addEventListener("click", () => this.#correct());
    form.querySelector("[data-cancel]")?.addEventListener("click", () => this.#close());
    this.#bar?.addEventListener("pointerdown", (event) => event.preventDefault()); // the selection stays
    this.#bar?.querySelector("button")?.addEventListener("click", () => { this.#openChosen(false); this.#form.focus(); });
  }

  #pressed(event: PointerEvent): void {
    this.#isTouched = event.pointerType === "touch";
    const target = event.target as Node;
    if (!this.#form.hidden && !this.#form.contains(target) && !this.#text.contains(target)) this.#close(false);
  }

  #draw(): void {
    const points = [...this.#whole];
    const parts = blocks(points);
    const cuts = pieces(points.length, [...this.#marks, ...this.#turns, ...parts]).filter((cut) => cut.end > cut.start);
    const drawn = cuts.map((cut) => this.#piece(cut, points.slice(cut.start, cut.end).join("")));
    this.#text.replaceChildren(...(parts.length > 1 ? parts.map((part) => block(drawn.filter((_, at) => within(cuts[at], part)))) : drawn));
    this.#places = new Places(this.#text);
    this.#steps = new Steps(this.#whole, this.#turns.filter((turn) => turn.name), (span) => this.#places.range(span).getBoundingClientRect());
  }

  #piece(cut: Span, text: string): Node {
    const holds = (span: Span): boolean => span.start <= cut.start && span.end >= cut.end;
    const turn = this.#turns.find(holds);
    let node: Node = document.createTextNode(text);
    if (turn) {
      const drawn = wrap("span", turn.name ? "speaker" : "turn", node);
      if (turn.time) drawn.dataset.time = turn.time;
      node = drawn;
    }
    for (const mark of this.#marks.filter(holds)) {
      const drawn = wrap("mark", mark.stance, node);
      drawn.dataset.mark = String(mark.id);
      drawn.title = mark.label;
      node = drawn;
    }
    return node;
  }

  #clicked(target: Element): void {
    const button = target.closest<HTMLElement>("[data-show], [data-more], [data-place]");
    if (button?.dataset.show) this.#show(button.dataset.show, "text");
    else if (button?.dataset.more) this.#more(button.dataset.more);
    else if (button?.dataset.place) this.#place(button.dataset.place);
    else if (getSelection()?.isCollapsed) { this.#openMark(target); this.#playFrom(target); }
  }

  #playFrom(target: Element): void {
    const at = getSelection();
    if (this.#player && at?.anchorNode && this.#text.contains(target)) this.#player.playFrom(placeOf(this.#text, at.anchorNode, at.anchorOffset));
  }

  /** The turn of the words that are chosen, or of the word one is at. */
  #correct(): void {
    const place = this.#chosen?.start ?? this.#steps.here?.start ?? 0;
    if (!this.#turnForm) return;
    if (this.#form) this.#close(false);
    const turn = this.#turnForm.open(place);
    if (turn) this.#putForm(this.#turnForm.form, this.#places.range({ start: turn.start, end: turn.start + 1 }).getBoundingClientRect());
    else say("No turn of a speaker stands here.", true);
  }

  /** Where marks lie one over the other, another click takes the next of them. */
  #openMark(target: Element): void {
    const over: string[] = [];
    for (let at = target.closest<HTMLElement>("mark"); at; at = at.parentElement?.closest<HTMLElement>("mark") ?? null) over.push(at.dataset.mark ?? "");
    if (!over.length || !this.#text.contains(target)) return;
    const lit = this.#text.querySelector<HTMLElement>("mark[data-on]")?.dataset.mark ?? "";
    this.#show(over[(over.indexOf(lit) + 1) % over.length] ?? "", "card");
  }

  #show(id: string, where: "text" | "card"): void {
    for (const mark of this.#text.querySelectorAll<HTMLElement>("mark")) mark.toggleAttribute("data-on", mark.dataset.mark === id);
    const card = document.getElementById(`excerpt-${id}`);
    for (const other of this.querySelectorAll("[id^=excerpt-]")) other.toggleAttribute("data-on", other === card);
    if (where === "text") this.#text.querySelector(`mark[data-mark="${CSS.escape(id)}"]`)?.scrollIntoView({ block: "center" });
    else card?.scrollIntoView({ block: "nearest" });
  }

  /** One more need, code or note for words that are marked. */
  #more(id: string): void {
    const mark = this.#marks.find((m) => String(m.id) === id);
    if (!mark) return;
    this.#show(id, "text");
    this.#chosen = { start: mark.start, end: mark.end };
    this.#openChosen();
  }

  /** The next words selected become the new place of a quotation that lost its own. */
  #place(id: string): void {
    this.#placing(id);
    say("Select the words that say it now.");
    this.#text.focus();
  }

  #placing(id: string): void {
    this.#field("excerpt").value = id;
    for (const part of this.#form.querySelectorAll<HTMLElement>("[data-new], [data-again]")) part.hidden = part.hasAttribute("data-again") !== Boolean(id);
  }

  #field(name: string): HTMLInputElement {
    return this.#form.elements.namedItem(name) as HTMLInputElement;
  }

  #selection(): Range | null {
    const selection = getSelection();
    if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
    const range = selection.getRangeAt(0);
    return this.#text.contains(range.startContainer) && this.#text.contains(range.endContainer) && range.toString().trim() ? range : null;
  }

  #spanOf(range: Range): Span {
    return { start: placeOf(this.#text, range.startContainer, range.startOffset), end: placeOf(this.#text, range.endContainer, range.endOffset) };
  }

  /** With a mouse: the form at once. A click without a selection only says where the keys go on from. */
  #selected(): void {
    const range = this.#selection();
    const at = getSelection();
    if (!range && at?.anchorNode && this.#text.contains(at.anchorNode)) {
      const place = placeOf(this.#text, at.anchorNode, at.anchorOffset);
      this.#steps.put({ start: place, end: place + 1 });
    }
    if (!range || this.#isTouched) return;
    this.#chosen = this.#spanOf(range);
    this.#steps.put(this.#chosen);
    this.#openChosen(false);
  }

  /** By touch: the bar, as long as words are selected. */
  #offer(): void {
    const range = this.#selection();
    if (range) this.#chosen = this.#spanOf(range);
    if (!this.#bar || !this.#form.hidden) return;
    this.#bar.hidden = !range;
    const words = range?.toString().trim().split(/\s+/).length ?? 0;
    const shown = this.#bar.querySelector("span");
    if (shown) shown.textContent = `${words} word${words === 1 ? "" : "s"} selected`;
  }

  #openChosen(hasFocus = true): void {
    const span = this.#chosen;
    if (!span) return;
    const exact = [...this.#whole].slice(span.start, span.end).join("");
    if (!exact.trim()) return;
    for (const [name, value] of [["start", span.start], ["end", span.end], ["exact", exact]] as const) this.#field(name).value = String(value);
    const shown = this.#form.querySelector("[data-exact]");
    if (shown) shown.textContent = length(exact) > 140 ? `${[...exact].slice(0, 140).join("")}…` : exact;
    if (this.#bar) this.#bar.hidden = true;
    this.#form.hidden = false;
    const range = this.#places.range(span);
    this.#keepVisible(range);
    this.#putForm(this.#form, range.getBoundingClientRect());
    if (this.#isTouched) getSelection()?.removeAllRanges(); // and with it the phone's own menu
    if (hasFocus) [...this.#form.querySelectorAll<HTMLElement>("input:not([type=hidden], [type=radio]), button")].find((e) => e.offsetParent)?.focus({ preventScroll: true });
  }

  /** Below the words, and inside the window. */
  #putForm(form: HTMLElement, box: DOMRect): void {
    const home = this.getBoundingClientRect();
    form.style.top = `${box.bottom - home.top + 8}px`;
    form.style.left = `${Math.max(0, Math.min(box.left - home.left, home.width - form.offsetWidth))}px`;
    form.scrollIntoView({ block: "nearest" });
  }

  #keepVisible(range: Range | null): void {
    if (!("highlights" in CSS)) return;
    if (range) CSS.highlights.set("clew-chosen", new Highlight(range));
    else CSS.highlights.delete("clew-chosen");
  }

  #close(hasFocus = true): void {
    this.#keepVisible(null);
    if (this.#form.hidden) return;
    this.#form.hidden = true;
    this.#placing("");
    if (hasFocus) this.#text.focus({ preventScroll: true });
  }

  #key(event: KeyboardEvent): void {
    const isFar = event.ctrlKey || event.altKey;
    if (event.metaKey) return;
    if (!isFar && this.#player?.key(event.key)) { event.preventDefault(); event.stopPropagation(); return; }
    const ahead = getComputedStyle(this.#text).direction === "rtl" ? -1 : 1;
    const by = isFar ? "sentence" : "word";
    const steps = this.#steps;
    const move = (kind: "word" | "line" | "sentence" | "all", way: number): void => { steps.move(kind, way > 0 ? 1 : -1, event.shiftKey); this.#select(); };
    const acts: Record<string, () => void> = {
      ArrowRight: () => move(by, ahead), ArrowLeft: () => move(by, -ahead), ArrowDown: () => move("line", 1), ArrowUp: () => move("line", -1),
      Home: () => move("all", -1), End: () => move("all", 1), Enter: () => this.#enter(), Escape: () => this.#letGo(),
      n: () => this.#toMark(1), p: () => this.#toMark(-1), ...(this.#turnForm ? { e: () => this.#correct() } : {}),
    };
    const act = acts[event.key];
    if (!act || (isFar && !event.key.startsWith("Arrow"))) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  #select(): void {
    const span = this.#steps.span;
    const here = this.#steps.here;
    if (!span || !here) return;
    this.#chosen = span;
    const range = this.#places.range(span);
    getSelection()?.setBaseAndExtent(range.startContainer, range.startOffset, range.endContainer, range.endOffset);
    const [box, margin] = [this.#places.range(here).getBoundingClientRect(), 80];
    if (box.top < margin) scrollBy(0, box.top - margin);
    else if (box.bottom > innerHeight - margin) scrollBy(0, box.bottom - innerHeight + margin);
  }

  #enter(): void {
    if (!this.#form || !this.#steps.span) return;
    this.#isTouched = false;
    this.#chosen = this.#steps.span;
    this.#openChosen();
  }

  #letGo(): void {
    getSelection()?.removeAllRanges();
    if (this.#form) this.#close();
  }

  #toMark(way: 1 | -1): void {
    const here = this.#steps.here?.start ?? -1;
    const lit = this.#text.querySelector<HTMLElement>("mark[data-on]")?.dataset.mark;
    const marks = [...this.#marks].sort((a, b) => a.start - b.start || a.end - b.end);
    const on = marks.findIndex((m) => String(m.id) === lit);
    const ahead = way > 0 ? marks.find((m) => m.start > here) : marks.filter((m) => m.start < here).at(-1);
    const next = on >= 0 ? marks[on + way] : ahead;
    if (!next) return;
    this.#steps.put(next);
    this.#select();
    this.#show(String(next.id), "card");
  }

  async #send(form: HTMLFormElement, place: number): Promise<void> {
    const button = form.querySelector<HTMLButtonElement>("button[type=submit]");
    button?.setAttribute("disabled", "");
    const body = new FormData(form);
    if (!body.get("csrfmiddlewaretoken")) body.set("csrfmiddlewaretoken", csrf());
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers: { accept: "application/json" } });
      if (answer.ok) {
        sessionStorage.setItem(readOn, `${location.pathname} ${place}`);
        location.reload();
        return;
      }
      const told = (await answer.json().catch(() => ({}))) as { message?: string; remedy?: string };
      say(`${told.message ?? "That was refused."} ${told.remedy ?? ""}`, true);
    } catch {
      say("The server does not answer. Your selection is kept; try again.", true);
    }
    button?.removeAttribute("disabled");
  }

  /** After a mark was made the keys go on where they were. */
  #goOn(): void {
    const [path, place] = (sessionStorage.getItem(readOn) ?? "").split(" ");
    sessionStorage.removeItem(readOn);
    if (path !== location.pathname || !place) return this.#goTo();
    this.#steps.put({ start: Number(place), end: Number(place) + 1 });
    this.#text.focus({ preventScroll: true });
  }

  /** `#at-120-180`: another page speaks of these words. They are selected, so that Enter marks them, and stay lit. */
  #goTo(): void {
    const [, start, end] = /^#at-(\d+)-(\d+)$/.exec(location.hash) ?? [];
    if (!start || !end || Number(start) >= Math.min(Number(end), length(this.#whole))) return;
    this.#steps.put({ start: Number(start), end: Number(end) });
    this.#text.focus({ preventScroll: true });
    this.#select();
    const range = this.#places.range({ start: Number(start), end: Number(end) });
    this.#keepVisible(range);
    scrollBy(0, range.getBoundingClientRect().top - innerHeight / 3);
  }
}

function within(cut: Span | undefined, part: Span): boolean {
  return cut !== undefined && cut.start >= part.start && cut.end <= part.end;
}

/** The browser lays it out when it comes into sight. */
function block(inside: Node[]): HTMLElement {
  const element = document.createElement("div");
  element.className = "block";
  element.append(...inside);
  return element;
}

function wrap(tag: "mark" | "span", name: string, inside: Node): HTMLElement {
  const element = document.createElement(tag);
  element.className = name;
  element.append(inside);
  return element;
}
customElements.define("clew-reader", Reader);
