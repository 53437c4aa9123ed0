// Sends a recording or a file in parts: each part again until the server has it, and from where the server says when it knows better.

import { ask, Away, Refused } from "./asking";
import { drop, forget, keep, next, type Take } from "./takes";

const most = 4 * 2 ** 20;
interface Begun { upload: number }
interface Got { received: number }
/** Where parts go: addresses with 0 for the number of the upload. */
export interface Places { begin: string; upload: string; keep: string }

export function at(address: string, upload: number): string {
  return address.replace("/0", `/${upload}`);
}

/** All that is here of a recording; true when nothing is left to do for it. Throws `Away` when it has to wait. */
export async function sendTake(take: Take, places: Places, moved: () => void): Promise<boolean> {
  if (take.upload === null) {
    if (!take.bytes) { if (take.ended) await drop(take); return take.ended; }
    const about = { name: take.name, type: take.type, how: "recorded", started_at: take.started_at };
    take.upload = (await ask<Begun>(places.begin, about)).upload;
    await keep(take);
  }
  for (let part = await next(take, most); part; part = await next(take, most)) {
    await forget(take, await sendPart(places, take.upload, part.offset, part.data));
    moved();
  }
  if (!take.ended) return false;
  if (take.sent) {
    await ask(`${at(places.upload, take.upload)}/finish`);
    await ask(at(places.keep, take.upload), { duration_ms: Math.round(take.at), pauses: take.pauses });
  }
  await drop(take);
  return true;
}

/** Where the server is after it. */
async function sendPart(places: Places, upload: number, offset: number, data: Blob): Promise<number> {
  try {
    return (await ask<Got>(`${at(places.upload, upload)}/parts?offset=${offset}`, data)).received;
  } catch (error) {
    const knows = error instanceof Refused && error.expected !== undefined && error.expected > offset;
    if (knows) return (error as Refused).expected ?? offset;
    throw error;
  }
}

/** A file from the disk; goes on where it stopped when the same file is chosen again. */
export class Sending {
  isOver = false;
  #upload = 0;
  #sent = 0;

  constructor(private file: File, private type: string, private places: Places, private moved: (sent: number, waits: boolean) => void) {}

  async go(): Promise<void> {
    while (!this.isOver) {
      try {
        await this.#some();
        this.#forget();
        return;
      } catch (error) {
        if (!(error instanceof Away)) throw error;
        this.moved(this.#sent, true);
        await new Promise((resolve) => setTimeout(resolve, 2_000));
      }
    }
  }

  async cancel(): Promise<void> {
    this.isOver = true;
    this.#forget();
    if (this.#upload) await ask(`${at(this.places.upload, this.#upload)}/cancel`);
  }

  async #some(): Promise<void> {
    const { file, places } = this;
    if (!this.#upload) await this.#begin();
    while (this.#sent < file.size && !this.isOver) {
      this.#sent = await sendPart(places, this.#upload, this.#sent, file.slice(this.#sent, this.#sent + most));
      this.moved(this.#sent, false);
    }
    if (this.isOver) return;
    await ask(`${at(places.upload, this.#upload)}/finish`);
    await ask(at(places.keep, this.#upload), {});
  }

  async #begin(): Promise<void> {
    const { file, places } = this;
    const known = Number(this.#remembered);
    const there = known ? await ask<Got & { size: number; file: number | null }>(at(places.upload, known), undefined, "GET").catch((error: unknown) => { if (error instanceof Away) throw error; return null; }) : null;
    if (there && there.size === file.size && there.file === null) {
      [this.#upload, this.#sent] = [known, there.received];
      return;
    }
    this.#upload = (await ask<Begun>(places.begin, { name: file.name, type: this.type, size: file.size, how: "uploaded" })).upload;
    try { localStorage.setItem(this.#key, String(this.#upload)); } catch { /* then it begins anew after a reload */ }
  }

  get #key(): string { return `clew-upload:${this.places.begin}:${this.file.name}:${this.file.size}:${this.file.lastModified}`; }
  get #remembered(): string { try { return localStorage.getItem(this.#key) ?? ""; } catch { return ""; } }
  #forget(): void { try { localStorage.removeItem(this.#key); } catch { /* nothing was remembered */ } }
}
