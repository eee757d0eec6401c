import { useCallback, useLayoutEffect, useRef } from "react";

/** Longer than a double click takes. */
const settleMs = 600;

/**
 * Whether a list has stood still since the last item left it: before that, a press may be meant for the item that was
 * there a moment ago.
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
