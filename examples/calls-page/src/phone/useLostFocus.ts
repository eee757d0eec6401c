import { type RefObject, useEffect } from "react";

/** When something takes the place of what had the focus, the focus goes there, and not to the top of the page. */
export function useLostFocus(element: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const { activeElement } = document;
    if (activeElement === null || activeElement === document.body)
      element.current?.focus({ preventScroll: true });
  }, [element]);
}
