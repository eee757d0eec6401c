import type {
  CallMedia,
  LeasedMedia,
  MediaQueue,
  MediaRemoval,
  MediaSettlement,
} from "@skale-calls/core";
import { createCaller } from "./createCaller.ts";
import type { RpcClient } from "./createSupabaseCallStore.ts";

/**
 * Creates the `MediaQueue` on Supabase. Every method is one `rpc`, which is one atomic statement.
 *
 * @param options.client a client with the secret (service role) key. Only the service role may call the functions.
 * @throws CallsError from its methods: `store_unavailable`, `store_refused`, `internal`.
 * @example
 * const queue = createSupabaseMediaQueue({ client: createClient(url, secretKey) });
 */
export function createSupabaseMediaQueue({ client }: { client: RpcClient }): MediaQueue {
  const call = createCaller(client);
  return {
    leaseMedia: (options) => call<LeasedMedia[]>("lease_whatsapp_call_media", "p_options", options),
    settleMedia: (result) =>
      call<MediaSettlement>("settle_whatsapp_call_media", "p_result", result),
    findMedia: ({ callId, kind }) =>
      call<CallMedia | null>("find_whatsapp_call_media", "p_media", { callId, kind }),
    retryMedia: (act) => call<CallMedia[] | null>("retry_whatsapp_call_media", "p_act", act),
    leaseRemovals: (options) =>
      call<MediaRemoval[]>("lease_whatsapp_media_removals", "p_options", options),
    settleRemoval: ({ id, path }) =>
      call<void>("settle_whatsapp_media_removal", "p_removal", { id, path }),
    eraseContact: (contact) =>
      call<{ calls: number; paths: string[] }>("erase_whatsapp_contact", "p_contact", contact),
  };
}
