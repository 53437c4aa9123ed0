// <clew-branches>: the opportunity solution tree. Arrows walk, open and close; Space or a drag picks a box up and puts it down under
// another, said aloud as it goes. The server decides whether it may stand there; the page comes anew, so that Undo is at hand.

import { all, csrf, isTyping, say } from "../dom";

type Item = HTMLElement;

class Branches extends HTMLElement {
  #carried: Item | null = null;

  connectedCallback(): void {
    for (const inner of all<HTMLElement>(this, "[role=treeitem] :is(a, button)")) inner.tabIndex = -1;
    const start = this.#at(this.dataset.at ?? "");
    (start ?? this.#items[0])?.setAttribute("tabindex", "0");
    if (start && !this.querySelector("[data-adding]")) this.#stand(start);
    this.addEventListener("keydown", this.#key);
    this.addEventListener("click", this.#click);
    this.addEventListener("focusin", this.#focus);
    for (const name of ["dragstart", "dragover", "dragend", "drop"] as const) this.addEventListener(name, this.#drag);
    document.addEventListener("clew:row", this.#row);
  }

  disconnectedCallback(): void {
    document.removeEventListener("clew:row", this.#row);
  }

  /** Those that are not folded away, in the order they are read. */
  get #items(): Item[] {
    return all<Item>(this, "[role=treeitem]").filter((item) => item.offsetParent);
  }

  get #here(): Item | null {
    return (document.activeElement?.closest<Item>("[role=treeitem]")) ?? this.querySelector<Item>('[role=treeitem][tabindex="0"]');
  }

  /** By its path, or by its number. */
  #at(path: string): Item | undefined {
    if (!path) return undefined;
    return all<Item>(this, "[role=treeitem]").find((item) => item.dataset.path === path || item.dataset.id === path);
  }

  #stand(item: Item | null | undefined): void {
    if (!item) return;
    for (const one of all<Item>(this, '[role=treeitem][tabindex="0"]')) one.tabIndex = -1;
    item.tabIndex = 0;
    item.focus({ preventScroll: true });
    item.querySelector(".branch-box, a")?.scrollIntoView({ block: "nearest", inline: "nearest" });
    if (this.#carried) this.#weigh(item);
  }

  #focus = (event: FocusEvent): void => {
    const item = (event.target as Element).closest<Item>("[role=treeitem]");
    if (!item || item.tabIndex === 0) return;
    for (const one of all<Item>(this, '[role=treeitem][tabindex="0"]')) one.tabIndex = -1;
    item.tabIndex = 0;
  };

  #key = (event: KeyboardEvent): void => {
    const item = this.#here;
    if (!item || isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    const acts: Record<string, () => void> = {
      ArrowDown: () => this.#beside(item, 1), ArrowUp: () => this.#beside(item, -1),
      ArrowRight: () => this.#into(item), ArrowLeft: () => this.#out(item),
      Home: () => this.#stand(this.#items[0]), End: () => this.#stand(this.#items.at(-1)),
      Enter: () => (this.#carried ? this.#putDown(item) : item.querySelector<HTMLElement>("a")?.click()),
      " ": () => (this.#carried ? this.#putDown(item) : this.#pickUp(item)),
      Escape: () => this.#letGo("It stays where it is."),
      n: () => this.#add(item),
    };
    const act = acts[event.key];
    if (!act || (event.key === "Escape" && !this.#carried)) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };

  /** J, K and M, whichever keys these were changed to. */
  #row = (event: Event): void => {
    const item = this.#here;
    const acts: Record<string, () => void> = {
      next: () => this.#beside(item, 1), previous: () => this.#beside(item, -1), move: () => this.#pickUp(item),
    };
    const act = acts[(event as CustomEvent<string>).detail];
    if (!act || !item) return;
    event.preventDefault();
    act();
  };

  #beside(item: Item | null, step: 1 | -1): void {
    const items = this.#items;
    this.#stand(items[Math.max(0, Math.min(items.length - 1, items.indexOf(item as Item) + step))]);
  }

  #into(item: Item): void {
    if (item.getAttribute("aria-expanded") === "false") void this.#unfold(item);
    else this.#stand(item.querySelector<Item>(":scope > ul > [role=treeitem]"));
  }

  #out(item: Item): void {
    if (item.getAttribute("aria-expanded") === "true") void this.#unfold(item);
    else this.#stand(above(item));
  }

  #click = (event: MouseEvent): void => {
    const fold = (event.target as Element).closest<HTMLElement>("[data-unfold]");
    if (!fold || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    void this.#unfold(fold.closest<Item>("[role=treeitem]") as Item);
  };

  /** Opens a branch, fetched when it was not yet; or closes it. */
  async #unfold(item: Item): Promise<void> {
    if (item.ariaBusy === "true") return; // a second click while it is on its way
    const isOpen = item.getAttribute("aria-expanded") === "true";
    const group = item.querySelector<HTMLElement>(":scope > ul") ?? (await this.#fetched(item));
    if (!group) return;
    group.hidden = isOpen;
    item.setAttribute("aria-expanded", String(!isOpen));
  }

  async #fetched(item: Item): Promise<HTMLElement | null> {
    const asked = new URLSearchParams({ of: item.dataset.path ?? "", study: this.dataset.study ?? "" });
    item.ariaBusy = "true";
    const answer = await fetch(`${this.dataset.below}?${asked}`, { headers: { accept: "text/html" } }).catch(() => null);
    item.ariaBusy = null;
    if (!answer?.ok) { say("This branch could not be opened. Try again.", true); return null; }
    const group = document.createElement("ul");
    group.setAttribute("role", "group");
    group.append(...new DOMParser().parseFromString(await answer.text(), "text/html").body.children);
    for (const inner of all<HTMLElement>(group, "a, button")) inner.tabIndex = -1;
    item.append(group);
    return group;
  }

  #pickUp(item: Item | null): void {
    if (!item?.dataset.id || item.dataset.kind === "outcome" || !this.dataset.put) return;
    this.#carried = item;
    item.classList.add("is-carried");
    this.#tell(`“${item.dataset.title}” is picked up. Walk to its new place with the arrows, then press Space. Escape lets go.`);
  }

  #letGo(words: string): void {
    const carried = this.#carried;
    this.#carried = null;
    for (const one of all(this, ".is-carried, .is-place, .is-no-place")) one.classList.remove("is-carried", "is-place", "is-no-place");
    this.#tell(words);
    setTimeout(() => { if (!this.#carried) this.#tell(""); }, 4_000);
    if (carried && document.activeElement && this.contains(document.activeElement)) this.#stand(carried);
  }

  /** Shows and says whether what is carried may be put down here. */
  #weigh(place: Item): string {
    for (const one of all(this, ".is-place, .is-no-place")) one.classList.remove("is-place", "is-no-place");
    const why = this.#whyNot(place);
    if (place !== this.#carried) place.classList.add(why ? "is-no-place" : "is-place");
    this.#tell(why || `Under “${place.dataset.title}”.`);
    return why;
  }

  #whyNot(place: Item): string {
    const carried = this.#carried as Item;
    const named = `“${carried.dataset.title}”`;
    if (place === carried) return `${named} itself.`;
    if (carried.contains(place)) return `“${place.dataset.title}” stands under ${named}.`;
    if (place === above(carried)) return `${named} stands under “${place.dataset.title}” already.`;
    const holds = (place.dataset.holds ?? "").split(" ").includes(carried.dataset.kind ?? "");
    return holds ? "" : `${named} cannot stand under “${place.dataset.title}”.`;
  }

  #putDown(place: Item): void {
    const carried = this.#carried as Item;
    if (place === carried) { this.#letGo("It stays where it is."); return; }
    if (this.#weigh(place)) return;
    void this.#send(carried, place);
  }

  async #send(carried: Item, place: Item): Promise<void> {
    const told = new FormData();
    const parts = {
      csrfmiddlewaretoken: csrf(), node: carried.dataset.id, under: place.dataset.path, from: above(carried)?.dataset.id, study: this.dataset.study,
    };
    for (const [name, value] of Object.entries(parts)) told.set(name, value ?? "");
    const answer = await fetch(this.dataset.put as string, { method: "POST", body: told }).catch(() => null);
    const said = (await answer?.json().catch(() => null)) as { to?: string; message?: string; remedy?: string } | null;
    if (answer?.ok && said?.to) { location.assign(said.to); return; }
    const why = said?.message ? `${said.message} ${said.remedy ?? ""}` : "It could not be moved. Try again.";
    this.#letGo(why);
    say(why, true);
  }

  #drag = (event: DragEvent): void => {
    const item = (event.target as Element).closest<Item>("[role=treeitem]");
    if (event.type === "dragend") { if (this.#carried) this.#letGo(""); return; }
    if (!item) return;
    if (event.type === "dragstart") {
      event.dataTransfer?.setData("text/plain", item.dataset.title ?? "");
      this.#pickUp(item);
      return;
    }
    if (!this.#carried || this.#weigh(item)) return;
    event.preventDefault();
    if (event.type === "drop") { void this.#send(this.#carried, item); this.#carried = null; }
  };

  #add(item: Item): void {
    item.querySelector<HTMLElement>(":scope > .branch-cell [data-add]")?.click();
  }

  #tell(words: string): void {
    const said = this.querySelector("[data-said]");
    if (said && said.textContent !== words) said.textContent = words;
  }
}

function above(item: Item): Item | null {
  return item.parentElement?.closest<Item>("[role=treeitem]") ?? null;
}
customElements.define("clew-branches", Branches);
