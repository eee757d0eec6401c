import { useCallback, useState } from "react";
import { tableWidth } from "./rowLayout.ts";

/** Whether the columns fit side by side into an element. This depends on the element's width and not on the screen's. */
export function useFitsColumns(): [
  isWide: boolean,
  ref: (element: HTMLElement | null) => (() => void) | undefined,
] {
  const [isWide, setIsWide] = useState(true);
  const ref = useCallback((element: HTMLElement | null) => {
    if (element === null) return undefined;
    const measure = () => {
      const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
      setIsWide(element.clientWidth >= tableWidth * rem);
    };
    const observer = new ResizeObserver(measure);
    measure();
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [isWide, ref];
}
