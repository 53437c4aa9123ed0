// <clew-talk>: a note's time plays the recording from there. Recordings say when they begin (`data-starts`, after the interview's start)
// and where they were paused; a time that none of them holds says so.

import { all, say } from "../dom";

class Talk extends HTMLElement {
  connectedCallback(): void {
    for (const player of this.#players) whole(player);
    this.addEventListener("click", (event) => {
      const time = (event.target as Element).closest<HTMLElement>("[data-play-at]");
      if (time) void this.#play(Number(time.dataset.playAt));
    });
    this.addEventListener("clew:kept", () => location.reload());
  }

  get #players(): HTMLMediaElement[] { return all<HTMLMediaElement>(this, "audio[data-starts], video[data-starts]"); }

  async #play(at: number): Promise<void> {
    const players = this.#players;
    const chosen = players.map((player) => ({ player, place: placeIn(player, at) })).find(({ player, place }) => place >= 0 && place <= lengthOf(player));
    if (!chosen) { say("Nothing was recorded at this time."); return; }
    for (const other of players) if (other !== chosen.player) other.pause();
    await ready(chosen.player);
    chosen.player.currentTime = chosen.place / 1000;
    await chosen.player.play().catch(() => say("The browser cannot play this recording.", true));
  }
}

/** Milliseconds into the recording; below 0 before it began. A time inside a pause is where it went on. */
function placeIn(player: HTMLMediaElement, at: number): number {
  let place = at - Number(player.dataset.starts);
  const pauses = JSON.parse(player.dataset.pauses ?? "[]") as [number, number][];
  for (const [where, length] of pauses) {
    if (place <= where) break;
    place = Math.max(where, place - length);
  }
  return place;
}

function lengthOf(player: HTMLMediaElement): number {
  if (player.dataset.duration) return Number(player.dataset.duration);
  return Number.isFinite(player.duration) ? player.duration * 1000 : Infinity;
}

function ready(player: HTMLMediaElement): Promise<void> {
  if (player.readyState >= 1) return Promise.resolve();
  return new Promise((resolve) => {
    player.addEventListener("loadedmetadata", () => resolve(), { once: true });
    player.addEventListener("error", () => resolve(), { once: true });
    player.load();
  });
}

/** A recording that was sent while it was made does not say how long it is; looked at its end, the browser finds out. */
function whole(player: HTMLMediaElement): void {
  player.addEventListener("loadedmetadata", () => {
    if (player.duration !== Infinity) return;
    player.addEventListener("durationchange", () => { if (player.currentTime > 1e6 || player.paused) player.currentTime = 0; }, { once: true });
    player.currentTime = 1e7;
  }, { once: true });
}
customElements.define("clew-talk", Talk);
