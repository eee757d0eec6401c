import { type RefObject, useEffect } from "react";

/** Nobody is doing anything: nothing has the focus, or the page as a whole. */
const isIdle = () => {
  const focused = document.activeElement;
  return focused === null || focused === document.body || focused.id === "content";
};

/**
 * Brings the keyboard to the banner: at once when nothing has the focus, else with Alt + Shift + C. When the banner goes with
 * the focus in it, the focus goes back.
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
