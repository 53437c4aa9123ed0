// <clew-thread>: draws the orange line between cards. Each card names the cards it leads to in data-to="id id".

const space = "http://www.w3.org/2000/svg";

class Thread extends HTMLElement {
  #svg = document.createElementNS(space, "svg");

  connectedCallback(): void {
    this.#svg.setAttribute("aria-hidden", "true");
    this.prepend(this.#svg);
    new ResizeObserver(() => this.#draw()).observe(this);
    this.addEventListener("keydown", (event) => this.#walk(event));
    this.#draw();
  }

  #draw(): void {
    const home = this.getBoundingClientRect();
    const paths: SVGPathElement[] = [];
    for (const from of this.querySelectorAll<HTMLElement>("[data-to]")) {
      for (const id of (from.dataset.to ?? "").split(" ").filter(Boolean)) {
        const to = this.querySelector<HTMLElement>(`[data-node="${CSS.escape(id)}"]`);
        if (to) paths.push(curve(from.getBoundingClientRect(), to.getBoundingClientRect(), home, from.classList.contains("withdrawn")));
      }
    }
    this.#svg.replaceChildren(...paths);
  }

  #walk(event: KeyboardEvent): void {
    const cards = [...this.querySelectorAll<HTMLElement>("a.node-card")];
    const here = cards.indexOf(document.activeElement as HTMLElement);
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (here < 0 || step === undefined) return;
    event.preventDefault();
    cards[Math.max(0, Math.min(cards.length - 1, here + step))]?.focus();
  }
}

function curve(from: DOMRect, to: DOMRect, home: DOMRect, isWithdrawn: boolean): SVGPathElement {
  const [x1, y1] = [from.right - home.left, from.top + Math.min(from.height / 2, 28) - home.top];
  const [x2, y2] = [to.left - home.left, to.top + Math.min(to.height / 2, 28) - home.top];
  const middle = (x1 + x2) / 2;
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", `M${x1} ${y1} C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`);
  if (isWithdrawn) path.setAttribute("class", "withdrawn");
  return path;
}
customElements.define("clew-thread", Thread);
