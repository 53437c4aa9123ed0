// <clew-board>: cards in columns. Space or a drag picks a card up, arrows say where it goes, Space puts it down. The server decides;
// the page comes anew, so that Undo is at hand.
// With `data-across` the cards of a column have no order of their own: they only go from column to column.
// A card with `data-stays` (it is out) is not picked up.

import { all, csrf, isTyping, say } from "../dom";

class Board extends HTMLElement {
  #carried: HTMLElement | null = null;
  #home: { cards: HTMLElement; before: Element | null } | null = null;

  connectedCallback(): void {
    if (!this.dataset.put) return;
    for (const card of all<HTMLElement>(this, "[data-card]:not([data-stays])")) card.draggable = true;
    this.addEventListener("keydown", this.#key);
    for (const name of ["dragstart", "dragover", "dragend", "drop"] as const) this.addEventListener(name, this.#drag);
    const at = new URLSearchParams(location.search).get("at");
    if (at) this.querySelector<HTMLElement>(`[data-card="${CSS.escape(at)}"] a`)?.focus();
  }

  get #columns(): HTMLElement[] {
    return all<HTMLElement>(this, "[data-column]");
  }

  get #isOrdered(): boolean {
    return !this.hasAttribute("data-across");
  }

  #key = (event: KeyboardEvent): void => {
    const card = (event.target as Element).closest<HTMLElement>("[data-card]:not([data-stays])");
    if (!card || isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    const isCarrying = card === this.#carried;
    const acts: Record<string, () => void> = isCarrying
      ? { ArrowLeft: () => this.#across(-1), ArrowRight: () => this.#across(1), ArrowUp: () => this.#along(-1), ArrowDown: () => this.#along(1),
          " ": () => void this.#putDown(), Enter: () => void this.#putDown(), Escape: () => this.#letGo() }
      : { " ": () => this.#pickUp(card) };
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };

  #pickUp(card: HTMLElement): void {
    this.#carried = card;
    this.#home = { cards: card.parentElement as HTMLElement, before: card.nextElementSibling };
    card.classList.add("is-carried");
    this.#tell(`“${card.dataset.title}” is picked up. Arrows say where it goes, Space puts it down, Escape lets go.`);
  }

  #across(step: 1 | -1): void {
    const columns = this.#columns;
    const here = columns.indexOf(this.#carried?.closest("[data-column]") as HTMLElement);
    const there = columns[here + step];
    if (there) this.#stand(there.querySelector("[data-cards]") as HTMLElement, null);
  }

  #along(step: 1 | -1): void {
    if (!this.#isOrdered) return;
    const card = this.#carried as HTMLElement;
    const cards = all<HTMLElement>(card.parentElement as HTMLElement, ":scope > [data-card]");
    const at = cards.indexOf(card) + step;
    if (at < 0 || at >= cards.length) return;
    this.#stand(card.parentElement as HTMLElement, (step < 0 ? cards[at] : cards[at + 1]) ?? null);
  }

  #stand(cards: HTMLElement, before: Element | null): void {
    const card = this.#carried as HTMLElement;
    if (!this.#isOrdered && card.parentElement === cards) return;
    if (before === card || (card.parentElement === cards && before === card.nextElementSibling)) return;
    const held = document.activeElement as HTMLElement;
    cards.insertBefore(card, before);
    if (card.contains(held)) held.focus();
    const name = cards.closest<HTMLElement>("[data-column]")?.dataset.name;
    const after = next(card);
    const end = cards.dataset.next ? "as the last of this page" : "as the last";
    this.#tell(!this.#isOrdered ? `${name}.` : after ? `${name}, before “${after.dataset.title}”.` : `${name}, ${end}.`);
  }

  async #putDown(): Promise<void> {
    const card = this.#carried as HTMLElement;
    const column = card.closest<HTMLElement>("[data-column]");
    const isHome = card.parentElement === this.#home?.cards;
    if (isHome && (!this.#isOrdered || card.nextElementSibling === this.#home?.before)) { this.#letGo(); return; }
    const told = new FormData();
    const parts = {
      csrfmiddlewaretoken: csrf(), card: card.dataset.card, column: column?.dataset.column, before: follower(card), asked: this.dataset.asked,
    };
    for (const [name, value] of Object.entries(parts)) told.set(name, value ?? "");
    const answer = await fetch(this.dataset.put as string, { method: "POST", body: told }).catch(() => null);
    const said = (await answer?.json().catch(() => null)) as { to?: string; message?: string; remedy?: string } | null;
    if (answer?.ok && said?.to) { location.assign(said.to); return; }
    this.#letGo();
    say(said?.message ? `${said.message} ${said.remedy ?? ""}` : "It could not be moved. Try again.", true);
  }

  #letGo(): void {
    const card = this.#carried;
    this.#carried = null;
    if (!card || !this.#home) return;
    this.#home.cards.insertBefore(card, this.#home.before);
    card.classList.remove("is-carried");
    card.querySelector<HTMLElement>("a")?.focus();
    this.#tell("It stays where it is.");
    setTimeout(() => { if (!this.#carried) this.#tell(""); }, 4_000);
  }

  #drag = (event: DragEvent): void => {
    const target = event.target as Element;
    if (event.type === "dragend") { if (this.#carried) this.#letGo(); return; }
    if (event.type === "dragstart") {
      const card = target.closest<HTMLElement>("[data-card]:not([data-stays])");
      if (!card) return;
      event.dataTransfer?.setData("text/plain", card.dataset.title ?? "");
      this.#pickUp(card);
      return;
    }
    const cards = target.closest("[data-column]")?.querySelector<HTMLElement>("[data-cards]");
    if (!this.#carried || !cards) return;
    event.preventDefault();
    if (event.type === "drop") { void this.#putDown(); this.#carried = null; return; }
    const below = this.#isOrdered && all<HTMLElement>(cards, ":scope > [data-card]").find((one) => one !== this.#carried && event.clientY < middle(one));
    this.#stand(cards, below || null);
  };

  #tell(words: string): void {
    const said = this.querySelector("[data-said]");
    if (said && said.textContent !== words) said.textContent = words;
  }
}

function middle(card: HTMLElement): number {
  const box = card.getBoundingClientRect();
  return box.top + box.height / 2;
}

function next(card: HTMLElement): HTMLElement | null {
  const after = card.nextElementSibling as HTMLElement | null;
  return after?.dataset.card ? after : null;
}

// At the end of a column that a page cuts off comes the first card of the next page.
function follower(card: HTMLElement): string | undefined {
  return next(card)?.dataset.card ?? card.parentElement?.dataset.next;
}

customElements.define("clew-board", Board);
