import { useSyncExternalStore } from "react";

/** As Tailwind's `lg`. */
const wide = matchMedia("(width >= 64rem)");
const subscribe = (listener: () => void) => {
  wide.addEventListener("change", listener);
  return () => wide.removeEventListener("change", listener);
};

/** Whether the phone has room beside the page. */
export function useIsBeside(): boolean {
  return useSyncExternalStore(subscribe, () => wide.matches);
}
