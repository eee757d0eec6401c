export { type Bundle, type BundleOptions, bundleCode } from "./bundleCode.ts";
export { type Entry, readEntries } from "./readEntries.ts";
export { root } from "./repository.ts";
export { type EntryWeight, weighEntry } from "./weighEntry.ts";
