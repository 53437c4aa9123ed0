// <clew-progress data-url>: asks how far long work is, until it has ended; then shows the page as it is now, unless its reader is on the way elsewhere.

const underWay = 10_000; // milliseconds that another page may take to come; what was left for a download stays, and is shown anew afterwards

interface Told { done: number; total: number; state: string; text: string }

class Progress extends HTMLElement {
  #timer = 0;
  #wait = 500;
  #leftAt = -underWay;
  readonly #leave = (): void => { this.#leftAt = performance.now(); };

  connectedCallback(): void {
    addEventListener("beforeunload", this.#leave);
    if (this.dataset.url && !this.hasAttribute("data-ended")) this.#timer = window.setTimeout(() => void this.#ask(), this.#wait);
  }

  disconnectedCallback(): void {
    removeEventListener("beforeunload", this.#leave);
    clearTimeout(this.#timer);
  }

  async #ask(): Promise<void> {
    try {
      const answer = await fetch(this.dataset.url ?? "", { headers: { accept: "application/json" } });
      if (answer.ok) this.#show((await answer.json()) as Told);
    } catch {
      this.#wait = Math.min(this.#wait * 2, 8_000); // the server may be starting again; the work itself goes on
    }
    if (this.isConnected && !this.hasAttribute("data-ended")) this.#timer = window.setTimeout(() => void this.#ask(), this.#wait);
  }

  #show(told: Told): void {
    const bar = this.querySelector("progress");
    if (bar) {
      if (told.total) { bar.max = told.total; bar.value = told.done; } else bar.removeAttribute("value");
    }
    const words = this.querySelector("[data-words]");
    if (words) words.textContent = told.text;
    this.#wait = Math.min(this.#wait * 1.15, 2_000);
    if (["done", "failed", "cancelled"].includes(told.state)) {
      this.setAttribute("data-ended", "");
      this.#showAnew();
    }
  }

  /** A reload would call back whoever just followed a link; and where this element was taken out, the page was drawn anew already. */
  #showAnew(): void {
    const rest = this.#leftAt + underWay - performance.now();
    if (rest > 0) this.#timer = window.setTimeout(() => { this.#showAnew(); }, rest);
    else if (this.isConnected) location.reload();
  }
}
customElements.define("clew-progress", Progress);
