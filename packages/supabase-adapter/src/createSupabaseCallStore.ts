import {
  type BeginCallResult,
  type BeginPermissionRequestResult,
  type Call,
  type CallStore,
  CallsError,
  type ClaimResult,
  type FindAvailabilityResult,
  type FindPermissionResult,
  type Inbox,
  type RecordedEvent,
  type SweepResult,
} from "@skale-calls/core";
import { factsOfEvent } from "@skale-calls/core/internal";
import { createCaller } from "./createCaller.ts";
import type { DatabaseFailure } from "./storeError.ts";

/** The part of a supabase-js client that the store needs. */
export interface RpcClient {
  rpc(
    name: string,
    args?: object,
  ): PromiseLike<{ data: unknown; error: DatabaseFailure["error"] | null; status: number }>;
}

/**
 * Creates the `CallStore` on Supabase. Every method is one `rpc`, which is one atomic statement.
 *
 * @param options.client a client with the secret (service role) key. Only the service role may call the functions.
 * @throws CallsError from its methods: `store_unavailable`, `store_refused`, `internal`.
 * @example
 * const store = createSupabaseCallStore({ client: createClient(url, secretKey) });
 */
export function createSupabaseCallStore({ client }: { client: RpcClient }): CallStore {
  const call = createCaller(client);

  return {
    recordEvents: (records) =>
      call<RecordedEvent[]>(
        "record_whatsapp_call_events",
        "p_records",
        records.map((record) => ({ ...record, facts: factsOfEvent(record.event) })),
      ),
    beginCall: (input) => call<BeginCallResult>("begin_whatsapp_call", "p_call", input),
    async attachCall(input) {
      type Attached =
        | { outcome: "attached"; call: Call }
        | { outcome: "call_not_found" | "conflict" };
      const attached = await call<Attached>("attach_whatsapp_call", "p_call", input);
      if (attached.outcome === "attached") return attached.call;
      throw new CallsError(attached.outcome === "conflict" ? "store_refused" : attached.outcome);
    },
    claimCall: (input) => call<ClaimResult>("claim_whatsapp_call", "p_claim", input),
    releaseClaim: (input) => call<void>("release_whatsapp_call_claim", "p_claim", input),
    findCall: (input) => call("find_whatsapp_call", "p_call", input),
    knowsContact: (input) => call<boolean>("knows_whatsapp_contact", "p_contact", input),
    findAvailability: (input) =>
      call<FindAvailabilityResult>("find_whatsapp_call_availability", "p_query", input),
    async saveCallHours(input) {
      type Saved = { outcome: "saved"; inbox: Inbox } | { outcome: "inbox_not_found" };
      const saved = await call<Saved>("set_whatsapp_call_hours", "p_hours", input);
      if (saved.outcome === "saved") return saved.inbox;
      throw new CallsError(saved.outcome);
    },
    findPermission: (input) =>
      call<FindPermissionResult>("find_whatsapp_permission", "p_permission", input),
    beginPermissionRequest: (input) =>
      call<BeginPermissionRequestResult>("begin_whatsapp_permission_request", "p_request", input),
    sweepCalls: (options = {}) => call<SweepResult>("sweep_whatsapp_calls", "p_options", options),
  };
}
