/** The sound of a telephone, made without an audio file. */
export interface Ringer {
  /** Rings until it is stopped. */
  start(): void;
  stop(): void;
  /** Plays one short, low tone. */
  beep(): void;
  /** Whether the browser needs a click before it plays sound. */
  isBlocked(): boolean;
  subscribe(listener: () => void): () => void;
}

/** The tones of a ring, a descending third played twice: seconds from the start, and hertz. */
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

  /** Returns the node through which all sound passes. Disconnecting this node stops the sound. */
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
    // The audio clock stops while the browser blocks the sound. All tones scheduled in that time would play at once afterwards.
    if (context.state !== "running") return;
    for (const [at, hertz] of ring) play(hertz, at, 0.6, open());
  }

  function resume(): void {
    // If the browser requires another kind of click, the sound stays blocked, and the page shows a message.
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
      // Safari reports `interrupted` during a phone call. A running context needs no resume.
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
