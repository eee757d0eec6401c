import { registerHooks } from "node:module";

// Loads one module in a fresh process, and prints what it costs. Arguments: the module's URL, or nothing to measure the empty
// process; `count` also counts the modules, which takes time.

export interface Load {
  milliseconds: number;
  /** Memory in bytes after a garbage collection. */
  rss: number;
  heap: number;
  modules: number;
}

const [url, count] = process.argv.slice(2);
let modules = 0;
if (count === "count") {
  registerHooks({
    load(loaded, context, next) {
      if (!loaded.startsWith("node:")) modules++;
      return next(loaded, context);
    },
  });
}
const start = performance.now();
if (url) await import(url);
const milliseconds = performance.now() - start;
globalThis.gc?.();
const { rss, heapUsed: heap } = process.memoryUsage();
console.log(JSON.stringify({ milliseconds, rss, heap, modules } satisfies Load));
