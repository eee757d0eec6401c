import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../", import.meta.url));
/** What `writePages.ts` writes and VitePress reads. */
export const pagesFolder = fileURLToPath(new URL("../.pages/", import.meta.url));
export const repositoryUrl = "https://github.com/skale/skale-calls";
