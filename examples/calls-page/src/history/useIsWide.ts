import { useCallback, useState } from "react";

/** Pixels that the columns need beside each other. */
const tableWidth = 940;

/** Whether the columns fit beside each other into an element; its width counts, not the screen's. */
export function useIsWide(): [
  isWide: boolean,
  ref: (element: HTMLElement | null) => (() => void) | undefined,
] {
  const [isWide, setIsWide] = useState(true);
  const ref = useCallback((element: HTMLElement | null) => {
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => setIsWide(element.clientWidth >= tableWidth));
    setIsWide(element.clientWidth >= tableWidth);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [isWide, ref];
}
