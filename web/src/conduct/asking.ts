// How the elements of an interview speak to the server: what was refused, what only has to wait, and when to try again.

import { csrf } from "../dom";

export class Refused extends Error {
  constructor(message: string, readonly status: number, readonly expected?: number) { super(message); }
}
/** The server cannot be reached, or is busy: the same again, later. */
export class Away extends Error {}

export async function ask<T>(address: string, body?: unknown, method = "POST"): Promise<T> {
  const headers: Record<string, string> = { accept: "application/json", "x-csrftoken": csrf() };
  const isPart = body instanceof Blob;
  if (body !== undefined) headers["content-type"] = isPart ? "application/octet-stream" : "application/json";
  const sent = body === undefined ? null : isPart ? body : JSON.stringify(body);
  let answer: Response;
  try {
    answer = await fetch(address, { method, headers, body: sent, redirect: "manual" });
  } catch {
    throw new Away();
  }
  if (answer.status >= 500 || answer.status === 429) throw new Away();
  const told = (await answer.json().catch(() => null)) as (T & { message?: string; remedy?: string; expected?: number }) | null;
  if (answer.ok && told) return told;
  throw new Refused(told?.message ? `${told.message} ${told.remedy ?? ""}`.trim() : "The server lets you in no more. Sign in again in another tab, then reload.", answer.status, told?.expected);
}

export function clock(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (n: number): string => String(n).padStart(2, "0");
  return h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** Waits longer each time it fails; `at once` after the connection came back. */
export class Patience {
  #wait = 1_000;
  #timer = 0;

  constructor(private again: () => void) {
    addEventListener("online", () => this.now());
  }

  later(): void {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.again(), this.#wait);
    this.#wait = Math.min(this.#wait * 2, 15_000);
  }

  well(): void {
    this.#wait = 1_000;
  }

  now(): void {
    clearTimeout(this.#timer);
    this.#wait = 1_000;
    this.again();
  }
}

/** A random UUID; the browser's own way is there over https alone. */
export function uuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
