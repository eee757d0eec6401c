import { useCallback, useLayoutEffect, useRef } from "react";

/** Longer than a double click takes. */
const settleMs = 600;

/**
 * Whether enough time has passed since an item left the list. Before that, a click may be meant for the item that was at this
 * position.
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
