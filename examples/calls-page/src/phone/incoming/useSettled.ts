import { useCallback, useLayoutEffect, useRef } from "react";

/** The time that must pass after a removal, in milliseconds. It is longer than a double click. */
const settleMs = 600;

/**
 * Returns a function that tells whether enough time has passed since an item left the list. Before that, a click may be meant
 * for the removed item.
 */
export function useSettled(ids: readonly string[]): () => boolean {
  const known = useRef(ids);
  const lastRemoval = useRef(Number.NEGATIVE_INFINITY);
  useLayoutEffect(() => {
    if (known.current.some((id) => !ids.includes(id))) lastRemoval.current = performance.now();
    known.current = ids;
  }, [ids]);
  return useCallback(() => performance.now() - lastRemoval.current >= settleMs, []);
}
