import { contractWorld, type StoreUnderTest } from "./contractWorld.ts";
import { createMemoryCallStore, type MemoryCallStore } from "./createMemoryCallStore.ts";

/** The memory store with the contract's data and a clock that can be moved forward. */
export function createMemoryUnderTest(): StoreUnderTest & { store: MemoryCallStore } {
  let offset = 0;
  const now = () => new Date(Date.now() + offset);
  const store = createMemoryCallStore({ ...contractWorld, now });
  return {
    store,
    now,
    readCalls: async () => [...store.calls.values()],
    readSession: async (id) => store.sessions.get(id) ?? null,
    readLedger: async () => store.ledger,
    age: async (seconds) => {
      offset += seconds * 1000;
    },
  };
}
