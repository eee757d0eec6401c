/** The part of `window` that reports whether the page is visible, and when the network returns. */
export interface PageLike {
  readonly document: { readonly visibilityState: string };
  addEventListener(type: "visibilitychange" | "online", listener: () => void): void;
  removeEventListener(type: "visibilitychange" | "online", listener: () => void): void;
}

export function browserPage(): PageLike | null {
  return typeof window === "undefined" || typeof document === "undefined" ? null : window;
}
