import { type RefObject, useEffect } from "react";

/** Whether the focus is free: no element has it, or only the page as a whole has it. */
const isIdle = () => {
  const focused = document.activeElement;
  return focused === null || focused === document.body || focused.id === "content";
};

/**
 * Moves the focus to the banner: at once if nothing else has the focus, or else when the agent presses Alt + Shift + C. If the
 * banner has the focus when it disappears, the focus returns to the previous element.
 */
export function useBannerFocus(banner: RefObject<HTMLElement | null>, isShown: boolean): void {
  useEffect(() => {
    const element = banner.current;
    if (!isShown || !element) return;
    let before: Element | null = null;
    const enter = () => {
      if (!element.contains(document.activeElement)) before = document.activeElement;
      const first = element.querySelector<HTMLElement>("[data-answer]:not([disabled])");
      (first ?? element).focus({ preventScroll: true });
    };
    const onKeyDown = (event: KeyboardEvent) => {
      if (!event.altKey || !event.shiftKey || event.code !== "KeyC") return;
      event.preventDefault();
      enter();
    };
    if (isIdle()) enter();
    document.addEventListener("keydown", onKeyDown, true);
    return () => {
      document.removeEventListener("keydown", onKeyDown, true);
      if (!isIdle()) return;
      if (before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
  }, [banner, isShown]);
}
