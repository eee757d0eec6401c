import type { PageVisibility } from "../src/index.ts";

/** A page whose visibility and network the test controls. */
export function createTestPage() {
  const events = new EventTarget();
  const document = { visibilityState: "visible" };
  const page: PageVisibility = {
    document,
    addEventListener: (type, listener) => events.addEventListener(type, listener),
    removeEventListener: (type, listener) => events.removeEventListener(type, listener),
  };
  return {
    page,
    set(visibilityState: "visible" | "hidden") {
      document.visibilityState = visibilityState;
      events.dispatchEvent(new Event("visibilitychange"));
    },
    goOnline: () => events.dispatchEvent(new Event("online")),
  };
}
