import { describe, it } from "vitest";
import { callStoreContract, contractWorld } from "./callStoreContract.ts";
import { createMemoryCallStore } from "./createMemoryCallStore.ts";

describe("createMemoryCallStore", () => {
  for (const { name, run } of callStoreContract) {
    it(name, async () => {
      let offset = 0;
      const now = () => new Date(Date.now() + offset);
      const store = createMemoryCallStore({ ...contractWorld, now });
      await run({
        store,
        now,
        readCalls: async () => [...store.calls.values()],
        readSession: async (id) => store.sessions.get(id) ?? null,
        readLedger: async () => store.ledger,
        readPermissions: async () =>
          [...store.permissions.values()].map(({ response, permanent }) => ({
            status: response === "reject" ? "no_permission" : permanent ? "permanent" : "temporary",
          })),
        age: async (seconds) => {
          offset += seconds * 1000;
        },
      });
    });
  }
});
