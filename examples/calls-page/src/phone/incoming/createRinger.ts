/** Makes the sound of a telephone, without a file. */
export interface Ringer {
  /** Rings until it is stopped. */
  start(): void;
  stop(): void;
  /** One short, low tone. */
  beep(): void;
  /** True while the browser wants a click before it lets anything be heard. */
  isBlocked(): boolean;
  subscribe(listener: () => void): () => void;
}

/** Seconds from a ring's beginning, and hertz: a third down, twice. */
const ring = [
  [0, 659],
  [0.35, 523],
  [0.9, 659],
  [1.25, 523],
] as const;
const ringEvery = 3000;

export function createRinger(): Ringer {
  const context = new AudioContext();
  const listeners = new Set<() => void>();
  let output: GainNode | null = null;
  let timer: ReturnType<typeof setInterval> | undefined;

  /** What is heard of it ends with the node. */
  function open(): GainNode {
    output ??= new GainNode(context, { gain: 0.25 });
    output.connect(context.destination);
    return output;
  }

  function play(hertz: number, at: number, seconds: number, into: AudioNode): void {
    const begin = context.currentTime + at;
    const gain = new GainNode(context, { gain: 0 });
    gain.gain.setValueAtTime(0, begin);
    gain.gain.linearRampToValueAtTime(1, begin + 0.02);
    gain.gain.exponentialRampToValueAtTime(0.001, begin + seconds);
    const tone = new OscillatorNode(context, { frequency: hertz, type: "triangle" });
    tone.connect(gain).connect(into);
    tone.start(begin);
    tone.stop(begin + seconds);
  }

  function ringOnce(): void {
    // Time stands still while the sound is blocked: all that was planned would come at once afterwards.
    if (context.state !== "running") return;
    for (const [at, hertz] of ring) play(hertz, at, 0.6, open());
  }

  function resume(): void {
    // A browser that wants another kind of click leaves it blocked, which is shown.
    void context.resume().catch(() => {});
  }

  function stop(): void {
    clearInterval(timer);
    timer = undefined;
    output?.disconnect();
    output = null;
  }

  context.addEventListener("statechange", () => {
    if (timer !== undefined) ringOnce();
    for (const listener of listeners) listener();
  });
  for (const name of ["pointerdown", "keydown", "visibilitychange"]) {
    addEventListener(name, () => {
      // Safari says `interrupted` of a phone call; what runs already is left alone.
      if (context.state !== "running") resume();
    });
  }

  return {
    start() {
      stop();
      resume();
      timer = setInterval(ringOnce, ringEvery);
      ringOnce();
    },
    stop,
    beep() {
      if (context.state !== "running") return resume();
      play(440, 0, 0.25, open());
    },
    isBlocked: () => context.state !== "running",
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
