// What others change while one looks: the page is drawn anew where nothing is being done on it, else a bar offers to.
// One stream for a browser: the tab that holds the lock listens and tells the others; when it closes, the next one takes over.
// Imported first, so that the page is remembered as the server drew it, before anything has changed it.

import { all, icon, isTyping, make } from "../dom";

interface Told { id: number; by: number | null; who: string; did: string; title: string; nodes: number[]; many: boolean; places: string[] }
/** `at`: the position after it; without events: look, too much was missed. */
interface News { at: string; events: Told[] | null }
type Spoken = { hello: string } | { news: News[] };

const kept = 200; // news that the listening tab keeps for tabs that come later
const [soonest, rest, restMost] = [150, 2_000, 30_000];
const main = document.querySelector<HTMLElement>("main[data-live]");

class Live {
  #address: string;
  #at: string;
  #channel: BroadcastChannel;
  #source: EventSource | undefined;
  #recent: News[] = [];
  #recentFrom = "";
  #known = new Set<number>();
  #waiting: Told[] = [];
  #mustLook = false;
  #drawn: string;
  #dirty = false;
  #timer = 0;
  #lookedAt = 0;
  #pause = rest;

  constructor(private main: HTMLElement) {
    this.#address = main.dataset.live ?? "";
    this.#at = main.dataset.liveAt ?? "";
    this.#drawn = plain(main);
    this.#channel = new BroadcastChannel(`clew-live:${this.#address}`);
    this.#channel.addEventListener("message", (event) => this.#hear(event.data as Spoken));
    main.addEventListener("input", () => { this.#dirty = true; });
    document.addEventListener("visibilitychange", () => this.#plan());
    addEventListener("pagehide", () => this.#source?.close());
    addEventListener("pageshow", (event) => { if (event.persisted) this.#comeBack(); });
    this.#channel.postMessage({ hello: this.#at } satisfies Spoken);
    this.#elect();
  }

  /** Locks want a safe context (https, or this machine); elsewhere the tab that is looked at listens for itself. */
  #elect(): void {
    if (navigator.locks) {
      void navigator.locks.request(`clew-live:${this.#address}`, () => new Promise<never>(() => this.#listen()));
      return;
    }
    const follow = (): void => {
      if (document.hidden) this.#source?.close();
      else if (this.#source?.readyState !== EventSource.OPEN) this.#listen();
    };
    document.addEventListener("visibilitychange", follow);
    follow();
  }

  #listen(): void {
    this.#recentFrom ||= this.#at;
    this.#source?.close();
    const source = this.#source = new EventSource(`${this.#address}?since=${encodeURIComponent(this.#at)}`);
    const tell = (news: News): void => {
      this.#recent = [...this.#recent, news].slice(-kept);
      if (this.#recent.length === kept) this.#recentFrom = this.#recent[0]?.at ?? "";
      this.#channel.postMessage({ news: [news] } satisfies Spoken);
      this.#take(news);
    };
    source.addEventListener("acts", (event) => tell({ at: event.lastEventId, events: JSON.parse(event.data as string) as Told[] }));
    source.addEventListener("look", (event) => tell({ at: event.lastEventId, events: null }));
    source.addEventListener("error", () => {
      // A refusal ends it for good (signed out, no member any more, too many streams): ask again now and then, seldom.
      if (source.readyState === EventSource.CLOSED) setTimeout(() => { if (source === this.#source) this.#listen(); }, 60_000);
    });
  }

  #hear(said: Spoken): void {
    if ("news" in said) for (const news of said.news) this.#take(news);
    else if (this.#recentFrom) {
      const isOlder = top(said.hello) < top(this.#recentFrom);
      this.#channel.postMessage({ news: isOlder ? [{ at: this.#at, events: null }] : this.#recent } satisfies Spoken);
    }
  }

  #take(news: News): void {
    for (const told of news.events ?? []) {
      if (this.#known.has(told.id) || covers(this.main.dataset.liveAt ?? "", told.id)) continue;
      this.#known.add(told.id);
      if (this.#concerns(told) && !isTakenCareOf()) this.#waiting.push(told);
    }
    if (top(news.at) >= top(this.#at)) this.#at = news.at;
    if (news.events === null) this.#mustLook = !isTakenCareOf();
    this.#plan();
  }

  /** Whether the page shows one of the records, or is the list that they stand in. */
  #concerns(told: Told): boolean {
    const base = this.#address.replace(/live$/, "");
    const here = location.pathname;
    const shown = (id: number): boolean => here === `${base}n/${id}` || here.startsWith(`${base}n/${id}/`) || this.main.querySelector(`a[href="${base}n/${id}"], [data-node="${id}"]`) !== null;
    return told.places.some((place) => here === base + place || here.startsWith(`${base + place}/`)) || told.nodes.some(shown) || (told.many && here.startsWith(`${base}n/`));
  }

  /** Shown again from the browser's memory: whoever listened then listens again. */
  #comeBack(): void {
    if (this.#source) this.#listen();
    this.#mustLook = true;
    this.#plan();
  }

  #plan(): void {
    if (document.hidden || this.#timer || !(this.#waiting.length || this.#mustLook)) return;
    const since = Date.now() - this.#lookedAt;
    this.#pause = since > restMost ? rest : this.#pause;
    const wait = Math.max(soonest, this.#pause - since) + Math.random() * soonest;
    this.#timer = window.setTimeout(() => void this.#look(), wait);
  }

  async #look(): Promise<void> {
    const told = this.#waiting.splice(0);
    this.#mustLook = false;
    this.#lookedAt = Date.now();
    this.#pause = Math.min(this.#pause * 1.5, restMost);
    const fresh = await fetched();
    const isOwnWork = this.main.querySelector("clew-progress") !== null && told.every((one) => String(one.by) === this.main.dataset.me);
    this.#timer = 0;
    if (fresh && plain(fresh) !== this.#drawn) {
      if (this.#isBusy()) this.#offer(told, fresh);
      else { this.#show(fresh); if (!isOwnWork) say(told, this.main); } // a run says itself how far it is
    }
    this.#plan();
  }

  /** Something is being done that drawing anew would disturb. */
  #isBusy(): boolean {
    const selected = getSelection();
    const isSelecting = selected !== null && !selected.isCollapsed && this.main.contains(selected.anchorNode);
    const isOpen = document.querySelector("dialog[open]") !== null || this.main.querySelector(":popover-open") !== null;
    const isTicked = this.main.querySelector("tbody input:checked") !== null;
    const isReading = Boolean(document.activeElement?.closest("clew-reader"));
    const isPlaying = all<HTMLMediaElement>(this.main, "audio, video").some((player) => !player.paused);
    return this.#dirty || isReading || isPlaying || isSelecting || isOpen || isTicked || isTyping(document.activeElement);
  }

  #offer(told: Told[], fresh: HTMLElement): void {
    const button = make("button", { class: "button button-small", type: "button" }, "Show");
    // What was typed is left only when its author says so.
    button.addEventListener("click", () => { if (this.#isBusy()) location.reload(); else { this.#show(fresh); button.closest(".toast")?.remove(); } });
    bar(sentence(told, this.main), button);
  }

  #show(fresh: HTMLElement): void {
    this.#drawn = plain(fresh);
    this.#dirty = false;
    const [scroll, focus, open] = [this.main.scrollTop, pathOf(document.activeElement, this.main), all<HTMLDetailsElement>(this.main, "details").map((d) => d.open)];
    const [x, y] = [scrollX, scrollY];
    this.main.replaceChildren(...fresh.childNodes);
    this.main.dataset.liveAt = fresh.dataset.liveAt ?? this.main.dataset.liveAt ?? "";
    const details = all<HTMLDetailsElement>(this.main, "details");
    if (details.length === open.length) for (const [index, one] of details.entries()) one.open = open[index] ?? false;
    if (focus) this.main.querySelector<HTMLElement>(focus)?.focus({ preventScroll: true });
    this.main.scrollTop = scroll;
    scrollTo(x, y);
  }
}

/** An element of the page may draw what is new by itself, without disturbing anybody. */
function isTakenCareOf(): boolean {
  return !document.dispatchEvent(new CustomEvent("clew:told", { cancelable: true }));
}

async function fetched(): Promise<HTMLElement | null> {
  try {
    const answer = await fetch(location.href, { headers: { accept: "text/html", "x-clew-look": "1" } });
    if (!answer.ok || answer.redirected) return null;
    return new DOMParser().parseFromString(await answer.text(), "text/html").querySelector<HTMLElement>("main");
  } catch {
    return null; // the server may be starting again; the stream says when it is back
  }
}

/** What the page says, without what differs each time it is drawn, or is read otherwise where no script runs, as when it is parsed here. */
function plain(from: HTMLElement): string {
  return from.innerHTML.replaceAll(/<noscript>[^]*?<\/noscript>/g, "").replaceAll(/name="csrfmiddlewaretoken" value="[^"]*"/g, "").replaceAll(/\d+ (minute|hour|day)s? ago|just now/g, "");
}

function top(at: string): number {
  return Number.parseInt(at, 10) || 0;
}

/** Whether somebody told up to this position knows the entry: "125.121-121" is all up to 125 but 121. */
function covers(at: string, id: number): boolean {
  const gaps = at.split(".").slice(1).map((gap) => gap.split("-").map(Number));
  return id <= top(at) && !gaps.some(([first = 0, last = 0]) => first <= id && id <= last);
}

/** A selector that finds the same thing after the page was drawn anew. */
function pathOf(element: Element | null, root: HTMLElement): string {
  if (!element || element === root || !root.contains(element)) return "";
  if (element.id) return `#${CSS.escape(element.id)}`;
  const href = element.getAttribute("href");
  return href ? `${element.localName}[href="${CSS.escape(href)}"]` : "";
}

function sentence(told: Told[], on: HTMLElement): string {
  const last = told.at(-1);
  if (!last) return "This page changed.";
  const who = String(last.by) === on.dataset.me ? "You, in another window," : last.who;
  const isHere = last.nodes[0] !== undefined && location.pathname.endsWith(`/n/${last.nodes[0]}`);
  const did = isHere || !last.title ? last.did : last.did.replace(/ this\b/, ` “${last.title}”`);
  const more = told.length > 1 ? `, and ${told.length - 1} more` : "";
  return `${who} ${did} just now${more}`;
}

function say(told: Told[], on: HTMLElement): void {
  if (!told.length) return;
  const shown = bar(sentence(told, on));
  setTimeout(() => shown.remove(), 8_000);
}

function bar(text: string, ...more: HTMLElement[]): HTMLElement {
  document.querySelector(".toast[data-told]")?.remove();
  const close = make("button", { class: "button button-icon button-small", type: "button", "aria-label": "Dismiss" });
  close.append(icon("x"));
  const made = make("div", { class: "toast", "data-told": "" });
  made.append(make("span", {}, text), ...more, close);
  close.addEventListener("click", () => made.remove());
  document.querySelector(".toasts")?.append(made);
  return made;
}

if (main) new Live(main);
