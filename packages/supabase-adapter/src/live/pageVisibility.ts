/** The part of `window` that reports whether the page is visible, and when the network returns. */
export interface PageVisibility {
  readonly document: { readonly visibilityState: string };
  addEventListener(type: "visibilitychange" | "online", listener: () => void): void;
  removeEventListener(type: "visibilitychange" | "online", listener: () => void): void;
}

/** Returns the window, or null where there is no document. The type is structural, because Deno's types have no DOM. */
export function browserPage(): PageVisibility | null {
  return "document" in globalThis ? (globalThis as unknown as PageVisibility) : null;
}
