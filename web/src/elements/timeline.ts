// <clew-timeline>: a bar is moved by a drag, or with the focus on it by Shift and an arrow, a week at a time; sent when the keys rest.

import { csrf, say } from "../dom";

const WEEK = 7;
const REST = 900; // milliseconds without a key, after which it is sent

class Timeline extends HTMLElement {
  #bar: SVGAElement | null = null;
  #from = 0;
  #days = 0;
  #isDragged = false;
  #resting = 0;

  connectedCallback(): void {
    this.#beginAtToday();
    if (!this.dataset.shift) return;
    this.addEventListener("keydown", this.#key);
    this.addEventListener("pointerdown", this.#down);
    this.addEventListener("dragstart", (event) => event.preventDefault());
    this.addEventListener("click", this.#click, true);
    const at = new URLSearchParams(location.search).get("at");
    if (at) this.querySelector<SVGAElement>(`[data-bar="${CSS.escape(at)}"]`)?.focus();
  }

  /** Where the plot is wider than the window, what was is to the left of it. */
  #beginAtToday(): void {
    const box = this.querySelector<HTMLElement>(".timeline-box");
    if (box) box.scrollLeft = Number(this.dataset.today) * box.scrollWidth - box.clientWidth / 4;
  }

  #key = (event: KeyboardEvent): void => {
    const bar = (event.target as Element).closest<SVGAElement>("[data-bar]");
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
    const bar = (event.target as Element).closest<SVGAElement>("[data-bar]");
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
