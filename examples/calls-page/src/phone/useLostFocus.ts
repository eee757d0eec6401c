import { type RefObject, useEffect } from "react";

/** When an element replaces the focused one, it receives the focus. Otherwise the focus would move to the top of the page. */
export function useLostFocus(element: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const { activeElement } = document;
    if (activeElement === null || activeElement === document.body)
      element.current?.focus({ preventScroll: true });
  }, [element]);
}
