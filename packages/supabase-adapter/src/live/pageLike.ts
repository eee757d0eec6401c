/** The part of `window` that tells whether the page is seen, and when the network comes back. */
export interface PageLike {
  readonly document: { readonly visibilityState: string };
  addEventListener(type: "visibilitychange" | "online", listener: () => void): void;
  removeEventListener(type: "visibilitychange" | "online", listener: () => void): void;
}

export function browserPage(): PageLike | null {
  return typeof window === "undefined" || typeof document === "undefined" ? null : window;
}
