/** The part of `window` that tells whether the page is seen, and when the network comes back. */
export interface PageLike {
  readonly document: { readonly visibilityState: string };
  addEventListener(type: "visibilitychange" | "online", listener: () => void): void;
  removeEventListener(type: "visibilitychange" | "online", listener: () => void): void;
}

/** The window, where there is a document; by structure, because Deno's types have no DOM. */
export function browserPage(): PageLike | null {
  return "document" in globalThis ? (globalThis as unknown as PageLike) : null;
}
