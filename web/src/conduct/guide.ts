// The guide beside the notes: which questions were asked and when, which section one is in, and how long that takes.

import { all } from "../dom";
import { clock } from "./asking";

interface Asked { tag: string; text: string; at_ms: number }
interface At { section: number; since: number }

export class Guide {
  #at: At | null = null;
  #key: string;

  constructor(private place: HTMLElement, name: string, asked: (question: string, isAsked: boolean) => void) {
    this.#key = `clew-section:${name}`;
    try { this.#at = JSON.parse(localStorage.getItem(this.#key) ?? "null") as At | null; } catch { this.#at = null; }
    place.addEventListener("change", (event) => {
      const box = event.target as HTMLInputElement;
      if (!box.dataset.question) return;
      asked(box.dataset.question, box.checked);
      const section = Number(box.closest<HTMLElement>("[data-section]")?.dataset.section);
      if (box.checked && section !== this.#at?.section) this.#go(section);
    });
    place.addEventListener("click", (event) => {
      const head = (event.target as Element).closest<HTMLElement>("[data-go]");
      if (head) this.#go(Number(head.dataset.go));
    });
  }

  #now = 0;

  #go(section: number): void {
    this.#at = { section, since: this.#now };
    try { localStorage.setItem(this.#key, JSON.stringify(this.#at)); } catch { /* known until the page is left */ }
    this.tick(this.#now, true);
  }

  show(notes: Asked[]): void {
    const asked = new Map(notes.filter((note) => note.tag === "asked").map((note) => [note.text, note.at_ms]));
    for (const box of all<HTMLInputElement>(this.place, "[data-question]")) {
      const at = asked.get(box.dataset.question ?? "");
      box.checked = at !== undefined;
      const time = box.closest("label")?.querySelector<HTMLElement>("[data-asked-at]");
      if (time) time.textContent = at === undefined ? "" : clock(at);
    }
  }

  tick(now: number, isRunning: boolean): void {
    this.#now = now;
    if (isRunning && !this.#at) this.#at = { section: 0, since: 0 };
    for (const section of all<HTMLElement>(this.place, "[data-section]")) {
      const isHere = this.#at !== null && Number(section.dataset.section) === this.#at.section;
      section.toggleAttribute("data-here", isHere);
      const time = section.querySelector<HTMLElement>("[data-spent]");
      const planned = Number(section.dataset.minutes) * 60_000;
      if (!time) continue;
      const spent = isHere && isRunning ? Math.max(0, now - (this.#at?.since ?? 0)) : 0;
      const isOver = planned > 0 && spent > planned;
      time.textContent = !isHere || !isRunning ? "" : isOver ? `${clock(spent - planned)} over` : clock(spent);
      time.toggleAttribute("data-over", isOver);
    }
  }
}
