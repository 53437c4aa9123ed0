// <clew-progress data-url>: asks how far long work is, until it has ended; then shows the page as it is now.

interface Told { done: number; total: number; state: string; text: string }

class Progress extends HTMLElement {
  #timer = 0;
  #wait = 500;

  connectedCallback(): void {
    if (this.dataset.url && !this.hasAttribute("data-ended")) this.#timer = window.setTimeout(() => void this.#ask(), this.#wait);
  }

  disconnectedCallback(): void {
    clearTimeout(this.#timer);
  }

  async #ask(): Promise<void> {
    try {
      const answer = await fetch(this.dataset.url ?? "", { headers: { accept: "application/json" } });
      if (answer.ok) this.#show((await answer.json()) as Told);
    } catch {
      this.#wait = Math.min(this.#wait * 2, 8_000); // the server may be starting again; the work itself goes on
    }
    if (!this.hasAttribute("data-ended")) this.#timer = window.setTimeout(() => void this.#ask(), this.#wait);
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
      location.reload();
    }
  }
}
customElements.define("clew-progress", Progress);
