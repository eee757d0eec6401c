import { createRandom, type Random } from "./createRandom.ts";
import { type Branch, entries, type Lead, seedId, talks } from "./dealership.ts";
import { ledgerLines, type Outcome, type TimeFact } from "./outcomes.ts";
import type { RecordedTalk } from "./recordedTalks.ts";

/** The branch whose calls are written. */
export interface CallOwner {
  branch: Branch;
  /** The position of the branch. The row ids contain it as a digit. */
  index: number;
  /** The agents' user ids. */
  agentIds: readonly string[];
  /** The name of the provider of the branch's number, and the provider's id of the number. */
  provider: string;
  phoneId: string;
}

/** A call as the generator plans it. */
export interface PlannedCall {
  number: string;
  /** Epoch milliseconds. */
  startsAt: number;
  outcome: Outcome;
  /** Without an id, the contact is not a lead. A contact without a phone hides it. */
  lead: Pick<Lead, "full_name"> & {
    id: string | null;
    phone: string | null;
    userId?: string | undefined;
  };
  random: Random;
  /** The recorded talk, if there is one. */
  talk?: RecordedTalk;
}

export type SeededCall = ReturnType<typeof writeCall>;

/** The length of a talk in seconds: most are short, some last twelve minutes. */
const shortestTalk = 20;
const longestTalk = 720;

const noTimes: Readonly<Record<TimeFact, string | null>> = {
  ringing_at: null,
  answered_at: null,
  declined_at: null,
  rejected_at: null,
  hangup_at: null,
  ended_at: null,
};

const noEntry = { cta_payload: null, deeplink_payload: null };

/** A third of the incoming calls came by a call button or a call link. */
function pickEntry(id: string) {
  const random = createRandom(`entry ${id}`);
  return { ...noEntry, ...(random.next() < 1 / 3 && random.pick(entries)) };
}

/** Writes the row of `whatsapp_calls`. */
export function writeCall(
  { number, startsAt, outcome, lead, random, talk: recorded }: PlannedCall,
  { branch, index, agentIds, provider, phoneId }: CallOwner,
) {
  const isoAfter = (seconds: number) => new Date(startsAt + seconds * 1_000).toISOString();
  // Makes the times to answer vary.
  const pace = 0.7 + 0.6 * random.next();
  const seconds = Object.entries(outcome.seconds).map(
    ([fact, after]) => [fact, Math.round(after * pace)] as const,
  );
  const isTalked = outcome.seconds.answered_at !== undefined;
  const duration_seconds = isTalked
    ? (recorded?.seconds ??
      Math.round(shortestTalk + (longestTalk - shortestTalk) * random.next() ** 3))
    : 0;
  const endsAfter = Math.max(...seconds.map(([, after]) => after)) + duration_seconds;
  const agentId = random.pick(agentIds);
  const talk = random.pick(talks);
  const id = seedId(index, number);
  return {
    id,
    call_id: `wacid.demo.${index}.${number}`,
    provider_call_id: `wacid.demo.${index}.${number}`,
    provider,
    provider_phone_id: phoneId,
    business_phone: branch.inbox.phone,
    contact_phone: lead.phone,
    contact_user_id: lead.userId ?? null,
    contact_name: lead.full_name,
    contact_profile_name: lead.full_name.split(" ")[0] ?? null,
    direction: outcome.direction,
    direction_source: outcome.direction === "saliente" ? "dialled" : "provider",
    status: outcome.status,
    end_reason: outcome.end_reason,
    end_cause: outcome.end_cause ?? null,
    error_code: outcome.error_code ?? null,
    ...(outcome.direction === "entrante" ? pickEntry(id) : noEntry),
    ...noTimes,
    started_at: isoAfter(0),
    ...Object.fromEntries(seconds.map(([fact, after]) => [fact, isoAfter(after)])),
    ended_at: isoAfter(endsAfter),
    duration_seconds,
    user_id:
      outcome.direction === "saliente" || isTalked || outcome.seconds.rejected_at ? agentId : null,
    branch_id: branch.id,
    inbox_id: branch.inbox.id,
    lead_id: lead.id,
    notes: recorded?.note ?? (isTalked && random.next() < 0.35 ? talk.note : null),
    transcript: !recorded && isTalked && random.next() < 0.5 ? (talk.transcript ?? null) : null,
    recording_asset: recorded?.recordingAsset ?? null,
    transcript_asset: recorded?.transcriptAsset ?? null,
    created_at: isoAfter(0),
    updated_at: isoAfter(endsAfter),
  };
}

/** Writes the rows of `whatsapp_call_events` for a call. */
export function writeLedger(call: SeededCall) {
  const captured = (["recording", "transcript"] as const)
    .filter((medium) => call[`${medium}_asset`] !== null)
    .map((medium) => [medium, "ended_at", "provider"] as const);
  return [...ledgerLines[call.direction], ...captured].flatMap(([kind, fact, reportedBy]) => {
    const occurred_at = call[fact];
    if (occurred_at === null) return [];
    return {
      provider: reportedBy === "provider" ? call.provider : reportedBy,
      event_id: `demo:${call.call_id}:${kind}`,
      call_id: call.call_id,
      kind,
      occurred_at,
      received_at: occurred_at,
      outcome: "applied",
    };
  });
}
