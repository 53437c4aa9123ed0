// Recordings as they are made, in the browser's own database until the server has them: a tab may close, a connection drop, a machine
// stop; what was recorded up to a few seconds before is still here and is sent when the page is opened again.

/** `ended`: nothing more is recorded. `at`: how much of it was recorded, in milliseconds. `sent`: bytes that the server has. */
export interface Take {
  id: string; home: string; name: string; type: string; started_at: string; upload: number | null;
  pauses: [number, number][]; at: number; bytes: number; sent: number; ended: boolean;
}
export interface Part { take: string; offset: number; data: Blob }

let opening: Promise<IDBDatabase> | null = null;

function open(): Promise<IDBDatabase> {
  opening ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open("clew-recordings", 1);
    asked.addEventListener("upgradeneeded", () => {
      asked.result.createObjectStore("takes", { keyPath: "id" });
      asked.result.createObjectStore("parts", { keyPath: ["take", "offset"] });
    });
    asked.addEventListener("success", () => resolve(asked.result));
    asked.addEventListener("error", () => reject(asked.error ?? new Error("The browser keeps nothing.")));
  });
  return opening;
}

async function within<T>(mode: IDBTransactionMode, work: (takes: IDBObjectStore, parts: IDBObjectStore) => IDBRequest<T> | null): Promise<T | undefined> {
  const database = await open();
  return new Promise((resolve, reject) => {
    const whole = database.transaction(["takes", "parts"], mode);
    const asked = work(whole.objectStore("takes"), whole.objectStore("parts"));
    whole.addEventListener("complete", () => resolve(asked?.result));
    whole.addEventListener("error", () => reject(whole.error ?? new Error("The browser keeps nothing.")));
    whole.addEventListener("abort", () => reject(whole.error ?? new Error("The browser keeps nothing.")));
  });
}

export async function keep(take: Take, part?: Part): Promise<void> {
  await within("readwrite", (takes, parts) => {
    if (part) parts.put(part);
    takes.put(take);
    return null;
  });
}

export async function takesOf(home: string): Promise<Take[]> {
  const all = (await within<Take[]>("readonly", (takes) => takes.getAll() as IDBRequest<Take[]>)) ?? [];
  return all.filter((take) => take.home === home);
}

/** The next parts that the server lacks, as one, up to so many bytes. */
export async function next(take: Take, most: number): Promise<Part | null> {
  const range = IDBKeyRange.bound([take.id, 0], [take.id, Infinity]);
  const parts = (await within<Part[]>("readonly", (_, store) => store.getAll(range, 64) as IDBRequest<Part[]>)) ?? [];
  const first = parts[0];
  if (!first) return null;
  const some: Blob[] = [];
  let size = 0;
  for (const part of parts) {
    if (some.length && (size + part.data.size > most || part.offset !== first.offset + size)) break;
    some.push(part.data);
    size += part.data.size;
  }
  return { take: take.id, offset: first.offset, data: some.length === 1 ? first.data : new Blob(some) };
}

/** The server has all of it up to here. */
export async function forget(take: Take, until: number): Promise<void> {
  take.sent = Math.max(take.sent, until);
  await within("readwrite", (takes, parts) => {
    parts.delete(IDBKeyRange.bound([take.id, 0], [take.id, until], false, true));
    takes.put(take);
    return null;
  });
}

export async function drop(take: Take): Promise<void> {
  await within("readwrite", (takes, parts) => {
    parts.delete(IDBKeyRange.bound([take.id, 0], [take.id, Infinity]));
    takes.delete(take.id);
    return null;
  });
}
