// <clew-recorder>: records by the microphone, sends while it records, and keeps here what the server has not got yet; or sends a file.
// Pauses are kept, so that a note's time finds its place in the recording.

import { all, say } from "../dom";
import { Away, clock, Patience, uuid } from "./asking";
import { Loudness } from "./loudness";
import { type Places, Sending, sendTake } from "./sending";
import { keep, type Take, takesOf } from "./takes";

const slice = 3_000;
const kinds = ["audio/webm;codecs=opus", "audio/webm", "audio/mp4", "audio/ogg;codecs=opus"];
const named: Record<string, string> = {
  mp3: "audio/mpeg", m4a: "audio/mp4", wav: "audio/wav", ogg: "audio/ogg", oga: "audio/ogg", opus: "audio/ogg", flac: "audio/flac", aac: "audio/aac",
  weba: "audio/webm", mp4: "video/mp4", m4v: "video/mp4", webm: "video/webm", mov: "video/quicktime", ogv: "video/ogg",
};

class Recorder extends HTMLElement {
  #take: Take | null = null;
  #recorder: MediaRecorder | null = null;
  #loudness: Loudness | null = null;
  #stream: MediaStream | null = null;
  #wake: WakeLockSentinel | null = null;
  #sending: Sending | null = null;
  #patience = new Patience(() => void this.#flush());
  #isFlushing = false;
  #again = false;
  #isAway = false;
  #heard = 0; // milliseconds recorded before the last pause
  #since = 0;
  #ahead = 0;
  #end = new AbortController();
  #writing = Promise.resolve();
  #letGo: (() => void) | null = null;

  connectedCallback(): void {
    const { signal } = this.#end;
    this.addEventListener("click", (event) => this.#clicked((event.target as Element).closest<HTMLElement>("[data-do]")?.dataset.do ?? ""));
    this.querySelector("input[type=file]")?.addEventListener("change", (event) => void this.#upload(event.target as HTMLInputElement));
    document.addEventListener("clew:clock", (event) => { this.#ahead = (event as CustomEvent<number>).detail; }, { signal });
    addEventListener("beforeunload", (event) => { if (this.#recorder || this.#sending) event.preventDefault(); }, { signal });
    document.addEventListener("visibilitychange", () => { if (!document.hidden && this.#recorder) void this.#stayAwake(); }, { signal });
    const ticking = setInterval(() => this.#tick(), 500);
    signal.addEventListener("abort", () => clearInterval(ticking));
    this.#show("ready");
    void this.#flush();
  }

  disconnectedCallback(): void {
    this.#end.abort();
    void this.#stop();
  }

  get #places(): Places { return { begin: this.dataset.begin ?? "", upload: this.dataset.upload ?? "", keep: this.dataset.keep ?? "" }; }

  #clicked(what: string): void {
    if (what === "record") void this.#record();
    if (what === "pause") this.#pause();
    if (what === "resume") this.#resume();
    if (what === "stop") void this.#stop();
    if (what === "cancel") void this.#cancel();
  }

  async #record(): Promise<void> {
    try {
      this.#stream = await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: true, noiseSuppression: true } });
    } catch {
      say("The browser gives no microphone. Allow it for this page, or upload a recording afterwards.", true);
      return;
    }
    const type = kinds.find((kind) => MediaRecorder.isTypeSupported(kind)) ?? "";
    const began = new Date(Date.now() + this.#ahead);
    const take: Take = {
      id: uuid(), home: this.#places.begin, name: nameOf(began, type), type, started_at: began.toISOString(), upload: null,
      pauses: [], at: 0, bytes: 0, sent: 0, ended: false,
    };
    // Held as long as this tab lives: another one then knows that the recording goes on.
    void navigator.locks?.request(`clew-take:${take.id}`, () => new Promise<void>((resolve) => { this.#letGo = resolve; }));
    try { await keep(take); } catch {
      this.#letGo?.();
      say("This browser keeps nothing (a private window?). Record in an ordinary one.", true);
      for (const track of this.#stream.getTracks()) track.stop();
      return;
    }
    this.#begin(take, type);
  }

  #begin(take: Take, type: string): void {
    const recorder = new MediaRecorder(this.#stream!, type ? { mimeType: type, audioBitsPerSecond: 48_000 } : {});
    [this.#take, this.#recorder, this.#heard, this.#since] = [take, recorder, 0, performance.now()];
    recorder.addEventListener("dataavailable", (event) => this.#got(take, event.data));
    this.#loudness = new Loudness(this.#stream!, (level, share) => this.#loud(level, share));
    this.#stream!.getAudioTracks()[0]?.addEventListener("ended", () => void this.#stop());
    recorder.start(slice);
    this.#loudness.go();
    void this.#stayAwake();
    this.#show("recording");
  }

  get #recorded(): number {
    return this.#heard + (this.#recorder?.state === "recording" ? performance.now() - this.#since : 0);
  }

  #got(take: Take, data: Blob): void {
    if (!data.size) return;
    const part = { take: take.id, offset: take.bytes, data };
    take.bytes += data.size;
    take.at = this.#recorded;
    this.#writing = this.#writing.then(() => keep(take, part)).catch(() => say("The browser's storage is full. Stop, and make room.", true));
    void this.#writing.then(() => this.#flush());
  }

  #pause(): void {
    if (!this.#recorder || !this.#take) return;
    this.#heard = this.#recorded;
    this.#recorder.pause();
    this.#since = performance.now();
    this.#loudness?.rest();
    this.#show("paused");
  }

  #resume(): void {
    if (!this.#recorder || !this.#take) return;
    this.#take.pauses.push([Math.round(this.#heard), Math.round(performance.now() - this.#since)]);
    this.#since = performance.now();
    this.#recorder.resume();
    this.#loudness?.go();
    this.#show("recording");
  }

  async #stop(): Promise<void> {
    const [recorder, take] = [this.#recorder, this.#take];
    if (!recorder || !take) return;
    const at = this.#recorded;
    this.#recorder = null;
    this.#loudness?.end();
    await new Promise((resolve) => { recorder.addEventListener("stop", resolve, { once: true }); recorder.stop(); });
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    await this.#writing;
    Object.assign(take, { at, ended: true });
    await keep(take);
    this.#take = null;
    this.#letGo?.();
    void this.#wake?.release();
    this.#show("ready");
    await this.#flush();
  }

  async #stayAwake(): Promise<void> {
    this.#wake = await navigator.wakeLock?.request("screen").catch(() => null) ?? null;
  }

  /** Everything of this interview that is here and not there: of this tab, and of tabs that are gone. */
  async #flush(): Promise<void> {
    this.#again = this.#isFlushing;
    if (this.#isFlushing) return;
    this.#isFlushing = true;
    let done = 0;
    try {
      const held = new Set((await navigator.locks?.query())?.held?.map((lock) => lock.name));
      for (const stored of await takesOf(this.#places.begin)) {
        const take = stored.id === this.#take?.id ? this.#take : stored;
        if (take !== this.#take && !take.ended && held.has(`clew-take:${take.id}`)) continue; // another tab records it
        if (take !== this.#take) take.ended = true;
        if (await sendTake(take, this.#places, () => this.#tick())) done += 1;
      }
      this.#patience.well();
      if (this.#isAway) this.#tell("");
      this.#isAway = false;
    } catch (error) {
      if (error instanceof Away) { this.#isAway = true; this.#patience.later(); this.#tell("No connection. The recording is kept here and sent later."); } else this.#tell(error instanceof Error ? error.message : String(error));
    }
    this.#isFlushing = false;
    if (this.#again) void this.#flush();
    if (done) this.#kept();
  }

  async #upload(input: HTMLInputElement): Promise<void> {
    const file = input.files?.[0];
    if (!file) return;
    const type = file.type.split(";")[0] || (named[file.name.split(".").at(-1)?.toLowerCase() ?? ""] ?? "");
    const bar = this.querySelector("progress");
    if (bar) { bar.max = file.size; bar.value = 0; }
    this.#sending = new Sending(file, type, this.#places, (sent, waits) => {
      if (bar) bar.value = sent;
      const share = Math.floor((100 * sent) / file.size);
      this.#tell(waits ? `No connection at ${share} %. It goes on by itself.` : `${share} % of ${Math.ceil(file.size / 1e6).toLocaleString("en")} MB`);
    });
    this.#show("sending");
    const sending = this.#sending;
    try {
      await sending.go();
    } catch (error) {
      sending.isOver = true;
      this.#tell(error instanceof Error ? error.message : String(error));
      say(error instanceof Error ? error.message : String(error), true);
    }
    input.value = "";
    this.#sending = null;
    this.#show("ready");
    if (!sending.isOver) this.#kept();
  }

  #kept(): void {
    this.#tell("The recording is kept.");
    this.dispatchEvent(new CustomEvent("clew:kept", { bubbles: true }));
  }

  async #cancel(): Promise<void> {
    await this.#sending?.cancel().catch(() => undefined);
    this.#tell("Cancelled.");
  }

  #show(state: "ready" | "recording" | "paused" | "sending"): void {
    this.dataset.state = state;
    for (const part of all<HTMLElement>(this, "[data-when]")) part.hidden = !(part.dataset.when ?? "").split(" ").includes(state);
    this.#tick();
  }

  #tick(): void {
    const time = this.querySelector<HTMLElement>("[data-recorded]");
    if (time) time.textContent = clock(this.#recorded);
    const left = this.#take ? this.#take.bytes - this.#take.sent : 0;
    const kept = this.querySelector<HTMLElement>("[data-left]");
    if (kept && this.#take) kept.textContent = left > 200_000 ? `${Math.ceil(left / 1000).toLocaleString("en")} kB kept here, to send` : "sent as it goes";
  }

  #tell(text: string): void {
    const place = this.querySelector<HTMLElement>("[data-said]");
    if (place) place.textContent = text;
  }

  #loud(level: number, share: number | null): void {
    const meter = this.querySelector<HTMLMeterElement>("meter");
    if (meter) meter.value = level;
    const words = this.querySelector<HTMLElement>("[data-share]");
    if (words) words.textContent = share === null ? "" : `Somebody speaks ${Math.round(share * 100)} % of the time. An estimate from loudness; one microphone cannot tell who.`;
  }
}
function nameOf(began: Date, type: string): string {
  const ending = type.includes("mp4") ? "m4a" : type.includes("ogg") ? "ogg" : "webm";
  return `Recording ${began.toISOString().slice(0, 16).replace("T", " ").replace(":", ".")}.${ending}`;
}
customElements.define("clew-recorder", Recorder);
