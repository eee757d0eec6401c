import { readEntries } from "../../tools/checks/src/readEntries.ts";

/** The entries with an API reference. Only siblings use `internal`, and its names can change in any version. */
export const listEntries = () =>
  readEntries()
    .filter(({ name }) => name !== "internal")
    .map((entry) => ({ ...entry, route: entry.specifier.replace("@skale-calls/", "") }));
