/** The part of `window` that tells whether the page is seen, and when the network comes back. */
export interface PageLike {
  readonly document: { readonly visibilityState: string };
  addEventListener(type: "visibilitychange" | "online", listener: () => void): void;
  removeEventListener(type: "visibilitychange" | "online", listener: () => void): void;
}

export function browserPage(): PageLike | null {
  // In Deno without the DOM's types, `window` is another type.
  const { window, document } = globalThis as { window?: PageLike; document?: unknown };
  return window === undefined || document === undefined ? null : window;
}
