// <clew-weigh>: while a weight is moved the order beside it follows; when it is let go the page comes anew with all that hangs on it.
// Without script the form's button does the same.

class Weigh extends HTMLElement {
  #asking = false;
  #again = false;

  connectedCallback(): void {
    const form = this.querySelector("form");
    form?.addEventListener("input", (event) => {
      const field = event.target as HTMLInputElement;
      const said = field.parentElement?.querySelector("output");
      if (said) said.textContent = field.value;
      void this.#ask(form);
    });
    form?.addEventListener("change", () => form.requestSubmit());
    this.toggleAttribute("data-ready", true);
  }

  /** One question at a time; what was moved meanwhile is asked next. */
  async #ask(form: HTMLFormElement): Promise<void> {
    if (this.#asking) {
      this.#again = true;
      return;
    }
    this.#asking = true;
    const asked = new URLSearchParams(new FormData(form) as unknown as Record<string, string>);
    asked.set("part", "order");
    const answer = await fetch(`${location.pathname}?${asked}`).catch(() => null);
    const place = this.querySelector("[data-order]");
    if (answer?.ok && place) {
      const drawn = new DOMParser().parseFromString(await answer.text(), "text/html");
      place.replaceChildren(...drawn.body.childNodes);
    }
    this.#asking = false;
    if (this.#again) {
      this.#again = false;
      await this.#ask(form);
    }
  }
}

customElements.define("clew-weigh", Weigh);
