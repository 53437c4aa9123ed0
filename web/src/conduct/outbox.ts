// What was typed and is not with the server yet. It lies in the browser's storage, each piece under a key of its own, so that a
// broken connection, a reload or a second tab loses nothing; the server knows each by its client_id, so that nothing is doubled.

export type Doing = "note" | "change" | "back" | "again";
export interface Op { do: Doing; client_id: string; at_ms?: number; text?: string; tag?: string }
export interface Kept { key: string; op: Op; refused?: string }

export class Outbox {
  #memory = new Map<string, string>(); // where the browser gives no storage

  constructor(private name: string) {}

  add(op: Op): void {
    const last = Math.max(0, ...this.all().map((kept) => Number(kept.key.slice(this.name.length + 1).split("-")[0])));
    this.#write(`${this.name}:${String(last + 1).padStart(8, "0")}-${crypto.getRandomValues(new Uint32Array(1))[0]}`, JSON.stringify({ op }));
  }

  /** In the order in which they were typed. */
  all(): Kept[] {
    return this.#keys().sort().flatMap((key) => {
      try {
        return [{ key, ...(JSON.parse(this.#read(key) ?? "") as { op: Op; refused?: string }) }];
      } catch {
        return [];
      }
    });
  }

  waiting(): Kept[] {
    return this.all().filter((kept) => !kept.refused);
  }

  refuse(kept: Kept, why: string): void {
    this.#write(kept.key, JSON.stringify({ op: kept.op, refused: why }));
  }

  drop(key: string): void {
    this.#memory.delete(key);
    try { localStorage.removeItem(key); } catch { /* then it was in memory alone */ }
  }

  holds(key: string | null): boolean {
    return key === null || key.startsWith(`${this.name}:`);
  }

  #keys(): string[] {
    const found = new Set(this.#memory.keys());
    try {
      for (let i = 0; i < localStorage.length; i++) found.add(localStorage.key(i) ?? "");
    } catch { /* memory alone */ }
    return [...found].filter((key) => key.startsWith(`${this.name}:`));
  }

  #read(key: string): string | null {
    if (this.#memory.has(key)) return this.#memory.get(key) ?? null;
    try { return localStorage.getItem(key); } catch { return null; }
  }

  #write(key: string, value: string): void {
    try { localStorage.setItem(key, value); } catch { this.#memory.set(key, value); }
  }
}
