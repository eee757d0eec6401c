export interface AutosaveState {
  text: string;
  /** `clean`: nothing was typed since the field was opened. */
  status: "clean" | "waiting" | "saving" | "saved" | "failed";
}

export interface Autosave {
  getState(): AutosaveState;
  subscribe(listener: () => void): () => void;
  /** Takes the text that the person has typed. It is saved at the next pause. */
  change(text: string): void;
  /** Takes the text that somebody else has changed. The person's unsaved text stays. */
  sync(text: string): void;
  /** Saves unsaved text at once, also after a failure. */
  flush(): void;
}

interface AutosaveOptions {
  text: string;
  /** Stores the text. The promise rejects if the text was not stored. */
  save: (text: string) => Promise<unknown>;
  /** Milliseconds from the last key to the save. */
  delay: number;
}

/** Saves a text during typing: one request at a time, the newest text last. A failed request loses no text. */
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
    // A save that is running saves the new text when it ends.
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
