import type { Call } from "@skale-calls/core";
import type { CallView, Delivery } from "@skale-calls/simulator";
import type { CallPlan, OutgoingPlan, Plan } from "./planSeed.ts";
import type { Act } from "./playAgents.ts";

/** What can be seen of a world after the faults have ended and everything has settled. */
export interface Evidence {
  plan: Plan;
  /** The provider's side: the truth about each call, the webhooks, and whose answer it took. */
  calls: readonly CallView[];
  deliveries: readonly Delivery[];
  accepted: readonly { wacid: string; userId: string }[];
  /** The agents' requests, and what they were told. */
  acts: readonly Act[];
  /** Our side, after the last webhook and before the last sweep. */
  unswept: readonly StoredCall[];
  /** Our side after the last sweep. */
  rows: readonly StoredCall[];
  ledger: readonly LedgerEntry[];
  sessions: readonly string[];
  /** What is left on the database's server: locks, open transactions, connections. */
  left: readonly string[];
  /** What the servers printed, and how they ended. */
  output: string;
  endings: readonly string[];
}

export type StoredCall = Pick<
  Call,
  | "id"
  | "call_id"
  | "status"
  | "end_reason"
  | "direction"
  | "user_id"
  | "contact_phone"
  | "answered_at"
  | "rejected_at"
  | "hangup_at"
  | "ended_at"
>;

export interface LedgerEntry {
  provider: string;
  event_id: string;
  call_id: string | null;
  kind: string;
  outcome: string;
  error: string | null;
}

/** Returns a sentence for each promise that was broken. */
export function judgeWorld(evidence: Evidence): string[] {
  return [
    ...judgeCalls(evidence),
    ...judgeDials(evidence),
    ...judgeAnswers(evidence),
    ...judgeLedger(evidence),
    ...judgeRemains(evidence),
  ];
}

/** Every call of the provider is one row, which ends as the provider says. */
function judgeCalls({ plan, calls, rows, unswept, acts, accepted }: Evidence): string[] {
  return plan.calls.flatMap((planned) => {
    const name = nameOf(planned);
    const told = calls.filter((call) => contactOf(call) === planned.contact);
    if (told.length > 1) return [`${name}: the contact's phone rang ${told.length} times`];
    const [truth] = told;
    if (truth === undefined) return [];
    const own = rows.filter(({ call_id }) => call_id === truth.wacid);
    const [row] = own;
    if (row === undefined || own.length > 1) {
      return [`${name}: ${own.length} rows for one call`];
    }
    const problems: string[] = [];
    const wanted = expectEnd(truth, row);
    if (`${row.status} ${row.end_reason}` !== wanted) {
      problems.push(`${name}: ends ${row.status} ${row.end_reason} instead of ${wanted}`);
    }
    const before = unswept.find(({ call_id }) => call_id === truth.wacid);
    const isUnjoined = before === undefined || before.id !== row.id;
    if (!isUnjoined && ["iniciando", "en_curso"].includes(before.status)) {
      problems.push(`${name}: only the sweep ended it (${before.status})`);
    }
    const wantedDirection = planned.way === "in" ? "entrante" : "saliente";
    if (row.direction !== wantedDirection) problems.push(`${name}: ${row.direction}`);
    if (planned.way === "out" && (row.id !== planned.id || row.user_id !== planned.userId)) {
      problems.push(`${name}: is not the row that the agent dialled`);
    }
    const hungUp = acts.filter((act) => isOf(act, planned, "hangup"));
    if (row.hangup_at !== null && hungUp.length === 0) {
      problems.push(`${name}: hung up by nobody`);
    }
    if (row.hangup_at === null && row.ended_at === null && hungUp.some(wasTaken)) {
      problems.push(`${name}: the hang-up is lost`);
    }
    return [...problems, ...judgeAgent(planned, truth, row, acts, accepted)];
  });
}

/** One agent answers an incoming call, and it is the one whose answer the provider took. */
function judgeAgent(
  planned: CallPlan,
  truth: CallView,
  row: StoredCall,
  acts: readonly Act[],
  accepted: Evidence["accepted"],
): string[] {
  if (planned.way === "out") return [];
  const name = nameOf(planned);
  const problems: string[] = [];
  const answered = accepted.find(({ wacid }) => wacid === truth.wacid)?.userId ?? null;
  const told = acts.filter((act) => isOf(act, planned, "accept"));
  const own = told.filter(({ userId }) => userId === answered);
  const refused = own.find(({ status }) => status >= 400 && status < 429);
  // The provider refuses an agent who repeats an accept that had no clear answer: nobody can tell that the refusal means the own
  // answer.
  const isUnclear = own.some(({ status }) => status === 0 || status >= 500);
  if (refused && !isUnclear) {
    problems.push(`${name}: the agent who answered was refused (${refused.code})`);
  }
  if (truth.startedAt !== null && row.user_id !== answered) {
    const owner = row.user_id === null ? "no agent" : "another agent than the one who answered";
    problems.push(`${name}: belongs to ${owner}`);
  }
  for (const act of told.filter(wasTaken)) {
    if (act.userId !== answered) problems.push(`${name}: two agents were told that they answered`);
    else if (row.user_id !== answered) problems.push(`${name}: the agent who answered is lost`);
  }
  const rejects = acts.filter((act) => isOf(act, planned, "reject"));
  if (rejects.some(wasTaken) && row.rejected_at === null) {
    problems.push(`${name}: the refusal is lost`);
  }
  if (row.rejected_at !== null && truth.endedBy !== "business") {
    problems.push(`${name}: refused here, but not at the provider`);
  }
  return problems;
}

/** A dial without a call at the provider is a row that has ended too; there is no other row. */
function judgeDials({ plan, calls, rows, acts }: Evidence): string[] {
  const problems: string[] = [];
  const known = new Set(calls.map(({ wacid }) => wacid));
  for (const row of rows) {
    if (known.has(row.call_id)) continue;
    const dial = plan.calls.find(
      (planned): planned is OutgoingPlan => planned.way === "out" && planned.id === row.id,
    );
    if (dial === undefined || !row.call_id.startsWith("pending:")) {
      problems.push(`a row that is no call: ${row.call_id.slice(0, 8)}… ${row.status}`);
    } else if (calls.some((call) => contactOf(call) === dial.contact)) {
      problems.push(`${nameOf(dial)}: a second row stays pending`);
    } else if (
      !["fallida failed", "no_contestada expired", "cancelada cancelled"].includes(
        `${row.status} ${row.end_reason}`,
      )
    ) {
      problems.push(`${nameOf(dial)}: never dialled, but ${row.status} ${row.end_reason}`);
    }
  }
  for (const planned of plan.calls) {
    if (planned.way === "in") continue;
    const wasTold = acts.some((act) => isOf(act, planned, "dial") && wasTaken(act));
    if (wasTold && !rows.some(({ id }) => id === planned.id)) {
      problems.push(`${nameOf(planned)}: the dial has no row`);
    }
  }
  return problems;
}

/** No answer hides an error of ours. */
function judgeAnswers({ plan, acts, deliveries, output }: Evidence): string[] {
  const logged = output.split("\n").filter((line) => line.includes('"code":"internal"'));
  const problems = logged.map((line) => `an internal error: ${line}`);
  const answered = acts
    .filter(({ status, code }) => status === 500 || code === "internal")
    .map(({ act, status, code }) => `${act} was answered ${status} ${code}`);
  problems.push(...answered);
  const isClockOff = plan.faults.some(({ kind }) => kind === "clock_off");
  // 502 comes from the balancer while a server is down.
  const allowed = [200, 502, 503, ...(isClockOff ? [401] : [])];
  const statuses = new Set(
    deliveries.flatMap(({ attempts }) => attempts.map(({ status }) => status)),
  );
  for (const status of statuses) {
    if (status !== null && !allowed.includes(status)) {
      problems.push(`a webhook was answered ${status}`);
    }
  }
  return problems;
}

/** Each event that was delivered is in the ledger exactly once, and no event is a dead letter. */
function judgeLedger({ deliveries, ledger, rows }: Evidence): string[] {
  const problems: string[] = [];
  const stored = ledger.filter(({ provider }) => provider === "ycloud");
  const times = Map.groupBy(stored, ({ event_id }) => event_id);
  const sent = Map.groupBy(deliveries, ({ eventId }) => eventId ?? "");
  for (const [eventId, copies] of sent) {
    const count = times.get(eventId)?.length ?? 0;
    const what = `${copies[0]?.type} ${copies[0]?.detail ?? ""}`;
    if (!copies.some(({ state }) => state === "delivered")) {
      problems.push(`${what}: the provider gave up`);
    } else if (count !== 1) problems.push(`${what}: ${count} times in the ledger`);
  }
  if (times.size > sent.size) problems.push("the ledger has events that nobody sent");
  for (const { kind, outcome, error } of ledger) {
    if (outcome === "dead_letter" || outcome === "conflict") {
      problems.push(`${kind}: ${outcome} ${error ?? ""}`);
    }
  }
  const callIds = new Set(rows.map(({ call_id }) => call_id));
  for (const { call_id, kind } of ledger) {
    if (call_id !== null && !callIds.has(call_id))
      problems.push(`${kind}: of a call without a row`);
  }
  return problems;
}

function judgeRemains({ plan, rows, sessions, left, output, endings }: Evidence): string[] {
  const live = rows.filter(({ status }) => ["iniciando", "en_curso"].includes(status));
  return [
    ...live.map(({ direction, status }) => `a call never ends: ${direction} ${status}`),
    ...sessions.map(() => "the session of a call that is over is left"),
    ...left,
    ...endings,
    ...(/v=0|ice-pwd|m=audio/.test(output) ? ["an SDP is in the log"] : []),
    ...(plan.calls.some(({ contact }) => output.includes(contact.slice(1)))
      ? ["a phone number is in the log"]
      : []),
  ];
}

/** The status table, applied to the provider's truth. Whether we asked for a hang-up or a refusal, only we know. */
function expectEnd(truth: CallView, row: StoredCall): string {
  if (truth.startedAt !== null) {
    return truth.status === "FAILED" ? "fallida failed" : "completada completed";
  }
  if (truth.direction === "USER_INITIATED") {
    return row.rejected_at !== null ? "cancelada rejected" : "no_contestada missed";
  }
  if (truth.endedBy === "user") return "no_contestada declined";
  if (row.hangup_at !== null) return "cancelada cancelled";
  return truth.status === "FAILED" ? "fallida failed" : "no_contestada no_answer";
}

const contactOf = ({ direction, from, to }: CallView) =>
  direction === "USER_INITIATED" ? from : to;
const nameOf = ({ way, contact }: CallPlan) => `${way} ${contact.slice(-2)}`;
const isOf = (act: Act, { contact }: CallPlan, kind: Act["act"]) =>
  act.contact === contact && act.act === kind;
const wasTaken = ({ status }: Act) => status >= 200 && status < 300;
