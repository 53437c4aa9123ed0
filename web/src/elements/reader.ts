// <clew-reader>: selecting words opens a small form that makes them evidence. By mouse, by touch, or by keys:
// with the text focused, arrows move word by word, Shift extends, Enter opens the form, Escape lets go.

import { csrf, say } from "../dom";
import { length, type Mark, pieces, placeOf, pointAt, type Span, words } from "./offsets";

class Reader extends HTMLElement {
  #text!: HTMLElement;
  #form!: HTMLFormElement;
  #marks: Mark[] = [];
  #turns: Span[] = [];
  #whole = "";
  #words: Span[] = [];
  #anchor = 0;
  #head = -1;

  connectedCallback(): void {
    const [text, form] = [this.querySelector<HTMLElement>("[data-text]"), this.querySelector<HTMLFormElement>("form.marker")];
    if (!text) return;
    this.#text = text;
    this.#whole = text.textContent ?? "";
    const data = this.querySelector('script[type="application/json"]')?.textContent ?? "{}";
    const told = JSON.parse(data) as { marks: Mark[]; speakers: Span[] };
    this.#marks = told.marks ?? [];
    this.#turns = told.speakers ?? [];
    this.#draw();
    text.addEventListener("click", (event) => this.#openMark(event.target as Element));
    if (!form) return;
    this.#form = form;
    this.#words = words(this.#whole);
    text.addEventListener("pointerup", () => setTimeout(() => this.#selected(), 10));
    text.addEventListener("touchend", () => setTimeout(() => this.#selected(), 350));
    text.addEventListener("keydown", (event) => this.#key(event));
    form.addEventListener("submit", (event) => { event.preventDefault(); void this.#send(); });
    form.addEventListener("keydown", (event) => { if (event.key === "Escape") this.#close(); });
    form.querySelector("[data-cancel]")?.addEventListener("click", () => this.#close());
    document.addEventListener("pointerdown", (event) => {
      if (!form.hidden && !form.contains(event.target as Node) && !text.contains(event.target as Node)) this.#close();
    });
  }

  #draw(): void {
    const points = [...this.#whole];
    const cuts = pieces(points.length, [...this.#marks, ...this.#turns]);
    this.#text.replaceChildren(...cuts.filter((c) => c.end > c.start).map((cut) => this.#piece(cut, points.slice(cut.start, cut.end).join(""))));
  }

  #piece(cut: Span, text: string): Node {
    const over = this.#marks.filter((m) => m.start <= cut.start && m.end >= cut.end);
    const isSpeaker = this.#turns.some((t) => t.start <= cut.start && t.end >= cut.end);
    let node: Node = document.createTextNode(text);
    if (isSpeaker) node = wrap("span", "speaker", node);
    for (const mark of over) {
      const drawn = wrap("mark", mark.stance, node);
      drawn.dataset.mark = String(mark.id);
      drawn.title = mark.label;
      node = drawn;
    }
    return node;
  }

  #openMark(target: Element): void {
    const mark = target.closest<HTMLElement>("mark");
    if (!mark || !getSelection()?.isCollapsed) return;
    const card = document.getElementById(`excerpt-${mark.dataset.mark}`);
    card?.scrollIntoView({ block: "nearest" });
    card?.querySelector<HTMLElement>("a, button")?.focus();
    for (const other of this.#text.querySelectorAll<HTMLElement>("mark")) other.toggleAttribute("data-on", other.dataset.mark === mark.dataset.mark);
  }

  #selected(): void {
    const selection = getSelection();
    if (!selection || selection.isCollapsed || !selection.rangeCount) return;
    const range = selection.getRangeAt(0);
    if (!this.#text.contains(range.startContainer) || !this.#text.contains(range.endContainer)) return;
    this.#open(placeOf(this.#text, range.startContainer, range.startOffset), placeOf(this.#text, range.endContainer, range.endOffset), range.getBoundingClientRect());
  }

  #open(start: number, end: number, box: DOMRect, focus = false): void {
    const exact = [...this.#whole].slice(start, end).join("");
    if (!exact.trim()) return;
    const set = (name: string, value: string): void => { (this.#form.elements.namedItem(name) as HTMLInputElement).value = value; };
    set("start", String(start));
    set("end", String(end));
    set("exact", exact);
    const shown = this.#form.querySelector("[data-exact]");
    if (shown) shown.textContent = length(exact) > 140 ? `${[...exact].slice(0, 140).join("")}…` : exact;
    this.#form.hidden = false;
    const home = this.getBoundingClientRect();
    this.#form.style.top = `${box.bottom - home.top + 8}px`;
    this.#form.style.left = `${Math.max(0, Math.min(box.left - home.left, home.width - this.#form.offsetWidth))}px`;
    if (focus) this.#form.querySelector<HTMLElement>("input:not([type=hidden])")?.focus();
    this.#form.querySelector<HTMLElement>(".error")?.remove();
  }

  #close(): void {
    if (this.#form.hidden) return;
    this.#form.hidden = true;
    this.#text.focus();
  }

  #key(event: KeyboardEvent): void {
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 12, ArrowUp: -12 }[event.key];
    if (step !== undefined && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      this.#head = Math.max(0, Math.min(this.#words.length - 1, this.#head + step));
      if (!event.shiftKey) this.#anchor = this.#head;
      this.#show();
    } else if (event.key === "Enter" && this.#head >= 0) {
      event.preventDefault();
      const span = this.#span();
      if (span) this.#open(span.start, span.end, getSelection()?.getRangeAt(0).getBoundingClientRect() ?? this.getBoundingClientRect(), true);
    } else if (event.key === "Escape") getSelection()?.removeAllRanges();
  }

  #span(): Span | undefined {
    const [first, last] = [this.#words[Math.min(this.#anchor, this.#head)], this.#words[Math.max(this.#anchor, this.#head)]];
    return first && last ? { start: first.start, end: last.end } : undefined;
  }

  #show(): void {
    const span = this.#span();
    if (!span) return;
    const [from, to] = [pointAt(this.#text, span.start), pointAt(this.#text, span.end)];
    getSelection()?.setBaseAndExtent(from[0], from[1], to[0], to[1]);
    to[0].parentElement?.scrollIntoView({ block: "nearest" });
  }

  async #send(): Promise<void> {
    const button = this.#form.querySelector<HTMLButtonElement>("button[type=submit]");
    button?.setAttribute("disabled", "");
    const body = new FormData(this.#form);
    if (!body.get("csrfmiddlewaretoken")) body.set("csrfmiddlewaretoken", csrf());
    try {
      const answer = await fetch(this.#form.action, { method: "POST", body, headers: { accept: "application/json" } });
      if (answer.ok) { location.reload(); return; }
      const told = (await answer.json().catch(() => ({}))) as { message?: string; remedy?: string };
      say(`${told.message ?? "That was refused."} ${told.remedy ?? ""}`, true);
    } catch {
      say("The server does not answer. Your selection is kept; try again.", true);
    }
    button?.removeAttribute("disabled");
  }
}

function wrap(tag: "mark" | "span", name: string, inside: Node): HTMLElement {
  const element = document.createElement(tag);
  element.className = name;
  element.append(inside);
  return element;
}
customElements.define("clew-reader", Reader);
