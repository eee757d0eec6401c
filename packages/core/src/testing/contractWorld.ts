import type { CallStore } from "../ports/callStore.ts";
import type { Call } from "../vocabulary/callFacts.ts";
import type { MemoryCallStoreOptions, MemorySession } from "./createMemoryCallStore.ts";

/** The branches, agents, inboxes and leads that exist before each test. */
export const contractWorld = {
  branches: ["00000000-0000-4000-8000-00000000000a", "00000000-0000-4000-8000-00000000000b"],
  agents: [
    {
      id: "00000000-0000-4000-8000-0000000000a1",
      branchId: "00000000-0000-4000-8000-00000000000a",
    },
    {
      id: "00000000-0000-4000-8000-0000000000a2",
      branchId: "00000000-0000-4000-8000-00000000000a",
    },
    {
      id: "00000000-0000-4000-8000-0000000000b1",
      branchId: "00000000-0000-4000-8000-00000000000b",
    },
    { id: "00000000-0000-4000-8000-0000000000c1", branchId: null },
    // The next agent has the home branch A and sees A and B. The last two have no home branch: one sees both, one sees A.
    {
      id: "00000000-0000-4000-8000-0000000000d1",
      branchId: "00000000-0000-4000-8000-00000000000a",
      sees: ["00000000-0000-4000-8000-00000000000a", "00000000-0000-4000-8000-00000000000b"],
    },
    {
      id: "00000000-0000-4000-8000-0000000000d2",
      branchId: null,
      sees: ["00000000-0000-4000-8000-00000000000a", "00000000-0000-4000-8000-00000000000b"],
    },
    {
      id: "00000000-0000-4000-8000-0000000000d3",
      branchId: null,
      sees: ["00000000-0000-4000-8000-00000000000a"],
    },
  ],
  inboxes: [
    {
      id: "00000000-0000-4000-8000-0000000001a1",
      branchId: "00000000-0000-4000-8000-00000000000a",
      phoneNumber: "+52 1 55 0000 0001",
      providerPhoneId: "461269257068832",
      provider: null,
    },
    {
      id: "00000000-0000-4000-8000-0000000001b1",
      branchId: "00000000-0000-4000-8000-00000000000b",
      phoneNumber: "+525500000002",
      providerPhoneId: null,
      provider: null,
    },
    {
      id: "00000000-0000-4000-8000-0000000001b2",
      branchId: "00000000-0000-4000-8000-00000000000b",
      phoneNumber: null,
      providerPhoneId: "461269257068833",
      provider: "meta",
    },
  ],
  leads: [
    {
      id: "00000000-0000-4000-8000-0000000002a1",
      branchId: "00000000-0000-4000-8000-00000000000a",
    },
    {
      id: "00000000-0000-4000-8000-0000000002b1",
      branchId: "00000000-0000-4000-8000-00000000000b",
    },
  ],
} as const satisfies Pick<MemoryCallStoreOptions, "agents" | "inboxes" | "leads"> & {
  branches: readonly string[];
};

/** The same world at one provider, the standard one. */
export const singleProviderWorld = {
  ...contractWorld,
  inboxes: contractWorld.inboxes.map((inbox) => ({ ...inbox, provider: null })),
};

/** A store under test, with access to the data behind the port. */
export interface StoreUnderTest {
  store: CallStore;
  readCalls(): Promise<Call[]>;
  readSession(callId: string): Promise<Pick<MemorySession, "sdpType" | "sdp"> | null>;
  readLedger(): Promise<
    { eventId: string; callId: string | null; kind: string; outcome: string }[]
  >;
  /** Makes everything in the store older by this number of seconds, by the store's own clock. */
  age(seconds: number): Promise<void>;
  /** The store's clock. */
  now(): Date;
}

export interface ContractCase {
  name: string;
  run(under: StoreUnderTest): Promise<void>;
}
