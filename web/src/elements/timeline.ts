// <clew-timeline>: a bar is moved by a drag, or with the focus on it by Shift and an arrow, a week at a time; sent when the keys rest.
// One that stays (`data-stays`: it is out) is not moved.
// What has no days is dragged onto the plot, into a quarter of its own list.

import { all, csrf, say } from "../dom";

const WEEK = 7;
const QUARTER = 92 * 86_400_000; // milliseconds at most
const REST = 900; // milliseconds without a key, after which it is sent

class Timeline extends HTMLElement {
  #bar: SVGAElement | null = null;
  #from = 0;
  #days = 0;
  #isDragged = false;
  #resting = 0;

  connectedCallback(): void {
    this.#beginAtToday();
    this.#takeFromBeside();
    if (!this.dataset.shift) return;
    this.addEventListener("keydown", this.#key);
    this.addEventListener("pointerdown", this.#down);
    this.addEventListener("dragstart", (event) => event.preventDefault());
    this.addEventListener("click", this.#click, true);
    const at = new URLSearchParams(location.search).get("at");
    if (at) this.querySelector<SVGAElement>(`[data-bar="${CSS.escape(at)}"]`)?.focus();
  }

  /** Where the plot is wider than the window, what was is to the left of it; the lanes' names stay in sight. */
  #beginAtToday(): void {
    const box = this.querySelector<HTMLElement>(".timeline-box");
    const plot = this.querySelector<SVGSVGElement>("svg.timeline-plot");
    if (!box || !plot) return;
    box.addEventListener("scroll", () => {
      const left = (box.scrollLeft * plot.viewBox.baseVal.width) / plot.getBoundingClientRect().width;
      for (const name of all(this, ".tl-lane-name")) name.setAttribute("transform", `translate(${left} 0)`);
    });
    box.scrollLeft = Number(this.dataset.today) * box.scrollWidth - box.clientWidth / 4;
  }

  #takeFromBeside(): void {
    const box = this.querySelector<HTMLElement>(".timeline-box");
    let carried: HTMLElement | null = null;
    for (const row of all<HTMLElement>(this, "[data-plan]:has(form)")) {
      row.draggable = Boolean(box);
      row.addEventListener("dragstart", () => { carried = row; });
      row.addEventListener("dragend", () => { carried = null; this.#tell(""); });
    }
    box?.addEventListener("dragover", (event) => {
      const choice = carried && this.#quarterAt(carried, event.clientX);
      if (!carried) return;
      this.#tell(choice ? `“${carried.dataset.plan}”: ${choice.text}.` : "Nothing is planned there.");
      if (choice) event.preventDefault();
    });
    box?.addEventListener("drop", (event) => {
      const choice = carried && this.#quarterAt(carried, event.clientX);
      if (!choice) return;
      event.preventDefault();
      choice.selected = true;
      choice.closest("form")?.requestSubmit();
    });
  }

  /** The choice of a row's list in whose quarter this place of the plot lies. */
  #quarterAt(row: HTMLElement, x: number): HTMLOptionElement | undefined {
    const left = this.querySelector("svg.timeline-plot")?.getBoundingClientRect().left ?? 0;
    const day = new Date(this.dataset.first as string);
    day.setUTCDate(day.getUTCDate() + Math.floor((x - left) / this.#dayWidth));
    const told = day.toISOString().slice(0, 10);
    const choice = all<HTMLOptionElement>(row, "option").findLast((one) => one.value <= told);
    return choice && day.getTime() - Date.parse(choice.value) < QUARTER ? choice : undefined;
  }

  #key = (event: KeyboardEvent): void => {
    const bar = (event.target as Element).closest<SVGAElement>("[data-bar]:not([data-stays])");
    if (!bar || !event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    event.preventDefault();
    event.stopPropagation();
    if (bar !== this.#bar) this.#begin(bar);
    this.#show(this.#days + (event.key === "ArrowRight" ? WEEK : -WEEK));
    clearTimeout(this.#resting);
    this.#resting = window.setTimeout(() => void this.#send(), REST);
  };

  #down = (event: PointerEvent): void => {
    const bar = (event.target as Element).closest<SVGAElement>("[data-bar]:not([data-stays])");
    if (!bar || event.button !== 0) return;
    this.#begin(bar);
    this.#from = event.clientX;
    const move = (moved: PointerEvent): void => {
      const days = Math.round((moved.clientX - this.#from) / this.#dayWidth);
      if (days !== 0) this.#isDragged = true;
      this.#show(days);
    };
    const up = (): void => {
      window.removeEventListener("pointermove", move);
      if (this.#isDragged) void this.#send();
      setTimeout(() => { this.#isDragged = false; });
    };
    window.addEventListener("pointermove", move);
    window.addEventListener("pointerup", up, { once: true });
    window.addEventListener("pointercancel", up, { once: true });
  };

  /** After a drag, no page is opened. */
  #click = (event: MouseEvent): void => {
    if (!this.#isDragged) return;
    event.preventDefault();
    event.stopPropagation();
  };

  get #dayWidth(): number {
    return (this.querySelector("svg.timeline-plot")?.getBoundingClientRect().width ?? 1) / Number(this.dataset.days);
  }

  #begin(bar: SVGAElement): void {
    this.#show(0);
    this.#bar = bar;
    this.#days = 0;
  }

  #show(days: number): void {
    this.#days = days;
    const plot = this.querySelector<SVGSVGElement>("svg.timeline-plot");
    const perDay = (plot?.viewBox.baseVal.width ?? 0) / Number(this.dataset.days);
    this.#bar?.setAttribute("transform", `translate(${days * perDay} 0)`);
    if (this.#bar && days) this.#tell(`“${this.#bar.dataset.title}”: ${Math.abs(days)} days ${days > 0 ? "later" : "earlier"}.`);
  }

  async #send(): Promise<void> {
    if (!this.#bar || !this.#days) return;
    const told = new FormData();
    const parts = { csrfmiddlewaretoken: csrf(), bar: this.#bar.dataset.bar, days: String(this.#days), asked: this.dataset.asked };
    for (const [name, value] of Object.entries(parts)) told.set(name, value ?? "");
    const answer = await fetch(this.dataset.shift as string, { method: "POST", body: told }).catch(() => null);
    const said = (await answer?.json().catch(() => null)) as { to?: string; message?: string; remedy?: string } | null;
    if (answer?.ok && said?.to) { location.assign(said.to); return; }
    this.#show(0);
    say(said?.message ? `${said.message} ${said.remedy ?? ""}` : "It could not be moved. Try again.", true);
  }

  #tell(words: string): void {
    const said = this.querySelector("[data-said]");
    if (said && said.textContent !== words) said.textContent = words;
  }
}
customElements.define("clew-timeline", Timeline);
