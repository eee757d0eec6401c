import { setTimeout as pause } from "node:timers/promises";

/** Returns what the work gives, or undefined if it takes longer. */
export async function within<T>(milliseconds: number, work: Promise<T>): Promise<T | undefined> {
  const late = new AbortController();
  try {
    return await Promise.race([
      work,
      pause(milliseconds, undefined, { signal: late.signal }).catch(() => undefined),
    ]);
  } finally {
    late.abort();
  }
}

/**
 * Looks again and again until the result is not undefined, and returns it.
 *
 * @returns undefined when the time is over.
 */
export async function look<T>(
  milliseconds: number,
  find: () => Promise<T | undefined>,
  everyMs = 15,
): Promise<T | undefined> {
  const end = performance.now() + milliseconds;
  for (;;) {
    const found = await find();
    if (found !== undefined || performance.now() > end) return found;
    await pause(everyMs);
  }
}
