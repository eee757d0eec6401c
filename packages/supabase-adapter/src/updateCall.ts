import { CallsError } from "@skale-calls/core";
import { callColumns } from "./callColumns.ts";
import type { TypedClient } from "./callsClient.ts";
import type { WhatsappCall } from "./database.ts";
import { readAnswer } from "./readAnswer.ts";

/** The fields of a call that an agent may change. An absent field stays unchanged; null clears it. */
export interface CallUpdate {
  notes?: string | null;
  /** A lead of a branch that the agent sees, or a lead without a branch. */
  leadId?: string | null;
  contactName?: string | null;
}

export async function updateCall(
  client: Pick<TypedClient, "from">,
  id: string,
  { notes, leadId, contactName }: CallUpdate,
): Promise<WhatsappCall> {
  const values = {
    ...(notes === undefined ? {} : { notes }),
    ...(leadId === undefined ? {} : { lead_id: leadId }),
    ...(contactName === undefined ? {} : { contact_name: contactName }),
  };
  if (Object.keys(values).length === 0) {
    throw new CallsError("invalid_request", {
      message: "There is no change.",
    });
  }
  const call = await readAnswer(
    client
      .from("whatsapp_calls")
      .update(values)
      .eq("id", id)
      .select<typeof callColumns, WhatsappCall>(callColumns)
      .maybeSingle(),
  );
  // Row-level security hides rows without an error.
  if (call !== null) return call;
  throw new CallsError("call_not_found");
}
