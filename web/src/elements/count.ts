// <clew-count data-url>: says in a form what would come of it as it stands, asked again while one types. data-only: the fields it
// depends on begin with this.

class Count extends HTMLElement {
  #timer = 0;
  #asked = 0;

  connectedCallback(): void {
    const form = this.closest("form");
    form?.addEventListener("input", () => { clearTimeout(this.#timer); this.#timer = window.setTimeout(() => void this.#ask(form), 150); });
    if (form) void this.#ask(form);
  }

  async #ask(form: HTMLFormElement): Promise<void> {
    const number = ++this.#asked; // only the last question counts
    const address = new URL(this.dataset.url ?? "", location.href);
    const only = this.dataset.only ?? "";
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string" && name !== "csrfmiddlewaretoken" && name.startsWith(only)) address.searchParams.append(name, value);
    }
    const answer = await fetch(address, { headers: { accept: "application/json" } });
    const told = answer.ok ? ((await answer.json()) as { text: string }).text : undefined;
    const shown = this.querySelector("p");
    if (told !== undefined && shown && number === this.#asked) shown.textContent = told;
  }
}
customElements.define("clew-count", Count);
