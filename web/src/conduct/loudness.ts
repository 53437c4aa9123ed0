// How loud it is, and from that an estimate of how much of the time somebody speaks: energy over a floor that follows the room's noise.
// With one microphone nobody can tell who speaks; it says so.

const every = 100; // milliseconds between two looks
const over = 10; // decibels over the floor that count as a voice
const quietest = -60; // below this nothing is a voice
const lasting = 3; // looks for which a voice goes on after its last loud one: the gaps between words

export class Loudness {
  #context = new AudioContext();
  #analyser: AnalyserNode;
  #samples: Float32Array<ArrayBuffer>;
  #timer = 0;
  #floor = -50;
  #lasts = 0;
  #looked = 0;
  #spoken = 0;

  constructor(stream: MediaStream, private shown: (level: number, share: number | null) => void) {
    this.#analyser = this.#context.createAnalyser();
    this.#analyser.fftSize = 2048;
    this.#samples = new Float32Array(this.#analyser.fftSize);
    this.#context.createMediaStreamSource(stream).connect(this.#analyser);
  }

  go(): void {
    this.#timer = window.setInterval(() => this.#look(), every);
  }

  rest(): void {
    clearInterval(this.#timer);
    this.shown(0, this.#share);
  }

  end(): void {
    this.rest();
    void this.#context.close();
  }

  /** Known after ten seconds; before, a share would be chance. */
  get #share(): number | null {
    return this.#looked * every < 10_000 ? null : this.#spoken / this.#looked;
  }

  #look(): void {
    this.#analyser.getFloatTimeDomainData(this.#samples);
    let sum = 0;
    for (const sample of this.#samples) sum += sample * sample;
    const level = 10 * Math.log10(sum / this.#samples.length + 1e-10);
    // Down at once, up slowly: a voice does not become the floor.
    this.#floor = level < this.#floor ? level * 0.2 + this.#floor * 0.8 : this.#floor + 0.02;
    this.#lasts = level > quietest && level > Math.max(this.#floor, -90) + over ? lasting : this.#lasts - 1;
    this.#looked += 1;
    if (this.#lasts > 0) this.#spoken += 1;
    this.shown(Math.min(1, Math.max(0, (level + 60) / 60)), this.#share);
  }
}
