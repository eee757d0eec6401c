import { type RefObject, useEffect } from "react";

/** Whether the focus is free: nothing has it, or only the page as a whole. */
const isIdle = () => {
  const focused = document.activeElement;
  return focused === null || focused === document.body || focused.id === "content";
};

/**
 * Moves the focus to the banner: at once if nothing else has it, otherwise with Alt + Shift + C. When the banner disappears
 * with the focus in it, the focus returns.
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
