export interface AutosaveState {
  text: string;
  /** `clean`: nothing was written since the field was opened. */
  status: "clean" | "waiting" | "saving" | "saved" | "failed";
}

export interface Autosave {
  getState(): AutosaveState;
  subscribe(listener: () => void): () => void;
  /** The person wrote; it is saved when they pause. */
  change(text: string): void;
  /** Somebody else changed it; what the person wrote and is not saved yet stays. */
  sync(text: string): void;
  /** Saves at once what is not saved yet, also after a failure. */
  flush(): void;
}

interface AutosaveOptions {
  text: string;
  /** Keeps it; rejects when that failed. */
  save: (text: string) => Promise<unknown>;
  /** Milliseconds without a key until it is saved. */
  delay: number;
}

/** Saves a text while it is written: one saving at a time, the newest text last, and nothing lost when one fails. */
export function createAutosave({ text: initial, save, delay }: AutosaveOptions): Autosave {
  const listeners = new Set<() => void>();
  let state: AutosaveState = { text: initial, status: "clean" };
  let kept = initial;
  let isSaving = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function setState(next: AutosaveState): void {
    state = next;
    for (const listener of listeners) listener();
  }

  async function saveNow(): Promise<void> {
    clearTimeout(timer);
    // The one that is saving now comes back for it.
    if (isSaving || state.text === kept) return;
    isSaving = true;
    const { text } = state;
    setState({ text, status: "saving" });
    const isKept = await save(text).then(
      () => true,
      () => false,
    );
    isSaving = false;
    if (isKept) kept = text;
    if (state.text === text) setState({ text, status: isKept ? "saved" : "failed" });
    else if (isKept) void saveNow();
    else setState({ text: state.text, status: "failed" });
  }

  return {
    getState: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    change(text) {
      clearTimeout(timer);
      if (text === kept && !isSaving) {
        setState({ text, status: "saved" });
        return;
      }
      setState({ text, status: "waiting" });
      timer = setTimeout(() => void saveNow(), delay);
    },
    sync(text) {
      if (isSaving || state.text !== kept || text === kept) return;
      kept = text;
      setState({ text, status: "clean" });
    },
    flush: () => void saveNow(),
  };
}
