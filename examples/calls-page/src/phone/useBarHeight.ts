import { type RefObject, useEffect } from "react";

/** Tells the styles how high the bar at the bottom edge is, so that the banner stands above it. */
export function useBarHeight(bar: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = bar.current;
    if (!element) return;
    const { style } = document.documentElement;
    const observer = new ResizeObserver(() =>
      style.setProperty("--phone-bar", `${element.offsetHeight}px`),
    );
    observer.observe(element);
    return () => {
      observer.disconnect();
      style.removeProperty("--phone-bar");
    };
  }, [bar]);
}
