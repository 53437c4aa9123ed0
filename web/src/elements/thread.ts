// <clew-thread>: draws the orange line between cards. Each card names the cards it leads to in data-to="id id". The card one is at lights up
// its whole path, back to the first words and on to the last result. Arrows walk: up and down in a column, left and right along the line.

const space = "http://www.w3.org/2000/svg";

type End = "from" | "to";
interface Line { from: string; to: string; path: SVGPathElement }

class Thread extends HTMLElement {
  #svg = document.createElementNS(space, "svg");
  #lines: Line[] = [];

  connectedCallback(): void {
    this.#svg.setAttribute("aria-hidden", "true");
    this.prepend(this.#svg);
    this.addEventListener("keydown", (event) => this.#walk(event));
    for (const type of ["focusin", "pointerover"]) this.addEventListener(type, (event) => this.#light(cardAt(event.target)));
    for (const type of ["focusout", "pointerleave"]) this.addEventListener(type, () => this.#light(cardAt(document.activeElement)));
    this.#centre();
    new ResizeObserver(() => this.#draw()).observe(this);
    this.#draw();
  }

  /** Where it is wider than the window, the middle is what one sees first. */
  #centre(): void {
    const here = this.querySelector<HTMLElement>(".column.here");
    if (here && this.scrollWidth > this.clientWidth) this.scrollLeft = here.offsetLeft - (this.clientWidth - here.offsetWidth) / 2;
  }

  #draw(): void {
    const home = this.getBoundingClientRect();
    const origin = new DOMPoint(home.left - this.scrollLeft, home.top - this.scrollTop);
    this.#lines = [];
    for (const from of this.querySelectorAll<HTMLElement>("[data-to]")) {
      for (const id of (from.dataset.to ?? "").split(" ").filter(Boolean)) {
        const to = this.#card(id);
        if (to) this.#lines.push({ from: from.dataset.node ?? "", to: id, path: curve(from, to, origin) });
      }
    }
    this.#svg.replaceChildren(...this.#lines.map((line) => line.path));
  }

  #card(id: string): HTMLElement | null {
    return this.querySelector<HTMLElement>(`[data-node="${CSS.escape(id)}"]`);
  }

  /** Everything behind a card and everything that rests on it. In the middle that is all there is, and nothing lights up. */
  #light(card: HTMLElement | null): void {
    const id = card?.classList.contains("centre") ? undefined : card?.dataset.node;
    const [behind, ahead] = [this.#reached(id, "to", "from"), this.#reached(id, "from", "to")];
    for (const { from, to, path } of this.#lines) path.toggleAttribute("data-on", [behind, ahead].some((side) => side.has(from) && side.has(to)));
    for (const other of this.querySelectorAll<HTMLElement>("[data-node]")) other.toggleAttribute("data-on", [behind, ahead].some((side) => side.has(other.dataset.node ?? "")));
  }

  #reached(start: string | undefined, near: End, far: End): Set<string> {
    const found = new Set(start === undefined ? [] : [start]);
    for (const id of found) for (const line of this.#lines) if (line[near] === id) found.add(line[far]);
    return found;
  }

  #walk(event: KeyboardEvent): void {
    const card = cardAt(event.target);
    if (!card || event.ctrlKey || event.metaKey || event.altKey) return;
    const next = {
      ArrowDown: () => beside(card, 1), ArrowUp: () => beside(card, -1), ArrowRight: () => this.#along(card, "from", "to"), ArrowLeft: () => this.#along(card, "to", "from"),
    }[event.key];
    if (!next) return;
    event.preventDefault();
    next()?.focus();
  }

  #along(card: HTMLElement, near: End, far: End): HTMLElement | null {
    const line = this.#lines.find((l) => l[near] === card.dataset.node);
    return line ? this.#card(line[far]) : null;
  }
}

function beside(card: HTMLElement, step: 1 | -1): HTMLElement | undefined {
  const column = [...(card.closest(".column")?.querySelectorAll<HTMLElement>("a.node-card") ?? [])];
  return column[column.indexOf(card) + step];
}

function cardAt(target: EventTarget | null): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>("a.node-card") : null;
}

function curve(from: HTMLElement, to: HTMLElement, origin: DOMPoint): SVGPathElement {
  const [a, b] = [from.getBoundingClientRect(), to.getBoundingClientRect()];
  const [x1, y1] = [a.right - origin.x, a.top + Math.min(a.height / 2, 28) - origin.y];
  const [x2, y2] = [b.left - origin.x, b.top + Math.min(b.height / 2, 28) - origin.y];
  const middle = (x1 + x2) / 2;
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", `M${x1} ${y1} C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`);
  if (from.matches(".withdrawn, .broken")) path.setAttribute("class", "withdrawn");
  return path;
}
customElements.define("clew-thread", Thread);
