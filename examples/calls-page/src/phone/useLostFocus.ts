import { type RefObject, useEffect } from "react";

/** Moves the focus to an element that replaces the focused element. Without this, the focus would move to the top of the page. */
export function useLostFocus(element: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const { activeElement } = document;
    if (activeElement === null || activeElement === document.body)
      element.current?.focus({ preventScroll: true });
  }, [element]);
}
