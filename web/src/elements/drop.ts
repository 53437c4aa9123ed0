// <clew-drop>: a file may be dropped on it; the input inside does the rest.

class Drop extends HTMLElement {
  connectedCallback(): void {
    const input = this.querySelector<HTMLInputElement>("input[type=file]");
    if (!input) return;
    const zone = this.querySelector<HTMLElement>(".drop") ?? this;
    for (const name of ["dragenter", "dragover"]) {
      zone.addEventListener(name, (event) => { event.preventDefault(); zone.toggleAttribute("data-over", true); });
    }
    for (const name of ["dragleave", "drop"]) zone.addEventListener(name, () => zone.removeAttribute("data-over"));
    zone.addEventListener("drop", (event) => {
      event.preventDefault();
      const files = (event as DragEvent).dataTransfer?.files;
      if (!files?.length) return;
      input.files = files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
    input.addEventListener("change", () => this.#name(input));
  }

  #name(input: HTMLInputElement): void {
    const words = this.querySelector("[data-chosen]");
    if (words) words.textContent = [...(input.files ?? [])].map((f) => `${f.name} (${Math.ceil(f.size / 1024).toLocaleString("en")} kB)`).join(", ");
    if (this.hasAttribute("data-auto")) input.form?.requestSubmit();
  }
}
customElements.define("clew-drop", Drop);
