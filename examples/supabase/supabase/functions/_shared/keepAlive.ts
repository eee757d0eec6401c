/** Supabase's runtime keeps an instance alive until this promise settles. Other runtimes have no such global. */
interface Runtime {
  EdgeRuntime?: { waitUntil?(work: Promise<unknown>): void };
}

/** Keeps the instance alive for work that continues after the response. The work must not reject. */
export function keepAlive(work: Promise<unknown>): void {
  (globalThis as Runtime).EdgeRuntime?.waitUntil?.(work);
}
