import type { CallMedia, LeasedMedia, MediaQueue } from "../ports/mediaQueue.ts";
import { mediaPath, mediaPause } from "../rules/media.ts";
import { timeLimits } from "../rules/timeLimits.ts";
import { sha256Hex } from "../signature/hash.ts";
import type { CallEventKind, StoredEvent } from "../vocabulary/callEvent.ts";
import { contractWorld, type StoreUnderTest } from "./contractWorld.ts";
import { expectEqual } from "./expectEqual.ts";

/** A queue under test, beside the store that fills it. */
export interface MediaQueueUnderTest extends StoreUnderTest {
  queue: MediaQueue;
  /** Sets the retention period of a branch; null is the default of all branches. */
  keep(branchId: string | null, days: number): Promise<void>;
}

export interface MediaContractCase {
  name: string;
  run(under: MediaQueueUnderTest): Promise<void>;
}

const [anaA, , eva] = contractWorld.agents;
const [branchA] = contractWorld.branches;
const contact = "+525587654321";
const file = { mediaType: "audio/ogg", bytes: 4, sha256: "abc" };
let made = 0;

const equal = (actual: unknown, expected: unknown) => expectEqual(actual, expected, "the result");

/** Records an event of a call with one side's number. */
async function record(
  under: MediaQueueUnderTest,
  kind: CallEventKind,
  fields: Record<string, unknown> = {},
): Promise<string> {
  made += 1;
  const event = {
    id: `evt_media_${made}`,
    provider: "ycloud",
    kind,
    callId: "wacid.1",
    occurredAt: under.now().toISOString(),
    direction: "entrante",
    contact: { phone: contact },
    business: { phone: "+5215500000001" },
    ...fields,
  } as StoredEvent;
  const bodySha256 = sha256Hex(JSON.stringify(event));
  const [recorded] = await under.store.recordEvents([
    { event, payload: { of: event.id, from: event.contact?.phone }, bodySha256 },
  ]);
  return recorded?.call?.id ?? "";
}

/** A call with a recording, leased once. */
async function leaseRecording(under: MediaQueueUnderTest): Promise<LeasedMedia> {
  await record(under, "recording", { available: true, assetId: "asset1" });
  return leaseOne(under);
}

async function leaseOne({ queue }: MediaQueueUnderTest): Promise<LeasedMedia> {
  const [media] = await queue.leaseMedia({ limit: 1 });
  if (!media) throw new Error("Nothing was due.");
  return media;
}

const lease = async ({ queue }: MediaQueueUnderTest, limit = 10) =>
  (await queue.leaseMedia({ limit })).map(({ assetId }) => assetId).sort();

const fail = (
  under: MediaQueueUnderTest,
  { id, attempt }: LeasedMedia,
  { isFault = false, isFinal = false, mayHaveFile = false } = {},
) => {
  const errorCode = "provider_error";
  return under.queue.settleMedia({
    id,
    attempt,
    outcome: "failed",
    errorCode,
    isFault,
    isFinal,
    mayHaveFile,
  });
};

const settle = (under: MediaQueueUnderTest, { id, attempt }: LeasedMedia, transcript?: string) =>
  under.queue.settleMedia({
    id,
    attempt,
    outcome: "stored",
    ...file,
    ...(transcript === undefined ? {} : { transcript }),
  });

async function find(
  { queue }: MediaQueueUnderTest,
  { callId, kind }: Pick<LeasedMedia, "callId" | "kind">,
): Promise<CallMedia> {
  const media = await queue.findMedia({ callId, kind });
  if (!media) throw new Error("There is no such media.");
  return media;
}

/** The paths that are due for removal now. They are removed. */
async function remove({ queue }: MediaQueueUnderTest): Promise<string[]> {
  const removals = await queue.leaseRemovals({ limit: 10 });
  for (const removal of removals) await queue.settleRemoval(removal);
  return removals.map(({ path }) => path).sort();
}

const days = (count: number) => count * 24 * 3600;

/** The suite that every `MediaQueue` must pass. */
export const mediaQueueContract: readonly MediaContractCase[] = [
  {
    name: "an asset is due at once, once, with a path of the branch of its call and of the attempt",
    async run(under) {
      equal(await lease(under), []);
      const call = await record(under, "recording", { available: true, assetId: "asset1" });
      await record(under, "transcript", { available: true, assetId: "asset2" });
      await record(under, "terminated", { cause: "completed" });
      const leased = await under.queue.leaseMedia({ limit: 10 });
      equal(
        leased
          .map(({ callId, assetId, attempt, path }) => [callId, assetId, attempt, path].join(" "))
          .sort(),
        [
          `${call} asset1 1 ${branchA}/${call}/recording-1`,
          `${call} asset2 1 ${branchA}/${call}/transcript-1`,
        ],
      );
      equal(await lease(under), []);
    },
  },
  {
    name: "an event without an asset, a failed one and a repeated one add nothing",
    async run(under) {
      await record(under, "recording", { available: false, assetId: "asset1" });
      await record(under, "recording", { available: true, url: "https://example.com/a.ogg" });
      equal(await lease(under), []);
      await record(under, "recording", { available: true, assetId: "asset1" });
      await record(under, "recording", { available: true, assetId: "asset1" });
      equal(await lease(under), ["asset1"]);
      equal(await lease(under), []);
    },
  },
  {
    name: "a lease gives no more than its limit",
    async run(under) {
      for (const number of [1, 2, 3]) {
        await record(under, "recording", {
          callId: `wacid.${number}`,
          available: true,
          assetId: `asset${number}`,
        });
      }
      equal((await lease(under, 2)).length, 2);
      equal((await lease(under, 2)).length, 1);
    },
  },
  {
    name: "a lease ends, and then only the result of the next attempt counts",
    async run(under) {
      const first = await leaseRecording(under);
      await under.age(timeLimits.mediaLease - 1);
      equal(await lease(under), []);
      await under.age(2);
      const second = await leaseOne(under);
      equal([second.id, second.attempt], [first.id, 2]);
      equal(await settle(under, first), "superseded");
      equal(await fail(under, first), "superseded");
      equal(await settle(under, second), "stored");
      equal(await settle(under, second), "superseded");
    },
  },
  {
    name: "what is stored has its path, and is never due again",
    async run(under) {
      const media = await leaseRecording(under);
      equal(await settle(under, media), "stored");
      const { status, path, media_type, bytes, sha256, error_code } = await find(under, media);
      equal(
        { status, path, media_type, bytes, sha256, error_code },
        {
          status: "stored",
          path: media.path,
          media_type: "audio/ogg",
          bytes: 4,
          sha256: "abc",
          error_code: null,
        },
      );
      await under.age(days(40));
      equal(await lease(under), []);
      equal((await find(under, media)).status, "stored");
    },
  },
  {
    name: "the text of a transcript is the call's, and a shorter one does not replace it",
    async run(under) {
      await record(under, "transcript", { available: true, assetId: "asset2" });
      equal(await settle(under, await leaseOne(under), "Hola, buenas tardes"), "stored");
      equal((await under.readCalls())[0]?.transcript, "Hola, buenas tardes");
      await record(under, "transcript", { available: true, text: "Hola" });
      equal((await under.readCalls())[0]?.transcript, "Hola, buenas tardes");
    },
  },
  {
    name: "a newer file replaces the stored one, which stays until then; an older one does not",
    async run(under) {
      const at = (minutes: number) => ({
        occurredAt: new Date(under.now().getTime() + minutes * 60_000).toISOString(),
      });
      await record(under, "transcript", { ...available("b"), ...at(0) });
      const first = await leaseOne(under);
      equal(await settle(under, first, "Hola, buenas tardes"), "stored");
      await record(under, "transcript", { ...available("a"), ...at(-1) });
      equal(await lease(under), []);
      equal((await under.readCalls())[0]?.transcript_asset, "b");

      await record(under, "transcript", { ...available("c"), ...at(1) });
      const second = await leaseOne(under);
      equal([second.id, second.assetId], [first.id, "c"]);
      const waiting = await find(under, first);
      equal([waiting.status, waiting.path], ["pending", first.path]);
      equal(await remove(under), []);
      equal(await settle(under, second, "Hola"), "stored");
      equal((await find(under, second)).path, second.path);
      equal((await under.readCalls())[0]?.transcript, "Hola");
      equal(await remove(under), [first.path]);
      equal(await remove(under), []);
      equal((await find(under, second)).path, second.path);
    },
  },
  {
    name: "a newer file ends the attempts at the older one, whose result no longer counts",
    async run(under) {
      const first = await leaseRecording(under);
      const later = new Date(under.now().getTime() + 60_000).toISOString();
      await record(under, "recording", { ...available("asset2"), occurredAt: later });
      const second = await leaseOne(under);
      equal([second.assetId, second.attempt], ["asset2", 3]);
      equal(await settle(under, first), "superseded");
      equal(await settle(under, second), "stored");
      await under.age(timeLimits.mediaLease + 1);
      equal(await remove(under), [first.path]);
    },
  },
  {
    name: "after a failure the next attempt is due after a pause that doubles",
    async run(under) {
      let media = await leaseRecording(under);
      for (const attempt of [1, 2, 3]) {
        equal(await fail(under, media), "pending");
        equal((await find(under, media)).error_code, "provider_error");
        await under.age(mediaPause(attempt) - 2);
        equal(await lease(under), []);
        await under.age(4);
        media = await leaseOne(under);
        equal(media.attempt, attempt + 1);
      }
      equal(await settle(under, media), "stored");
      equal((await find(under, media)).error_code, null);
    },
  },
  {
    name: "a final failure ends the attempts; every other one repeats until the provider has deleted the file",
    async run(under) {
      const media = await leaseRecording(under);
      equal(await fail(under, media, { isFinal: true }), "failed");
      await under.age(days(3));
      equal(await lease(under), []);

      const callId = await record(under, "transcript", available("asset2"));
      let age = 0;
      for (let attempt = 1; age < days(30); attempt += 1) {
        equal(await fail(under, await leaseOne(under)), "pending");
        const pause = mediaPause(attempt) + 2;
        await under.age(pause);
        age += pause;
      }
      equal(await lease(under), []);
      equal((await find(under, { callId, kind: "transcript" })).status, "expired");
    },
  },
  {
    name: "the faults of a file are counted apart from other failures, give the pause after them, and begin again with a newer file",
    async run(under) {
      const failFor = async (media: LeasedMedia, isFault: boolean, pause: number) => {
        equal(await fail(under, media, { isFault }), "pending");
        await under.age(pause - 2);
        equal(await lease(under), []);
        await under.age(4);
        return leaseOne(under);
      };
      let media = await leaseRecording(under);
      for (const attempt of [1, 2, 3, 4]) {
        equal([media.attempt, media.faults], [attempt, 0]);
        media = await failFor(media, false, mediaPause(attempt));
      }
      media = await failFor(media, true, mediaPause(1));
      media = await failFor(media, true, mediaPause(2));
      equal([media.attempt, media.faults], [7, 2]);
      media = await failFor(media, false, mediaPause(7));
      equal([media.attempt, media.faults], [8, 2]);
      equal(await fail(under, media, { isFault: true, isFinal: true }), "failed");

      const later = new Date(under.now().getTime() + days(1) * 1000).toISOString();
      await record(under, "recording", { ...available("asset2"), occurredAt: later });
      media = await leaseOne(under);
      equal([media.assetId, media.faults], ["asset2", 0]);
      media = await failFor(media, true, mediaPause(1));
      equal(media.faults, 1);
    },
  },
  {
    name: "an attempt whose result is never saved is repeated after the same pauses",
    async run(under) {
      await leaseRecording(under);
      for (const attempt of [2, 3, 4, 5, 6]) {
        await under.age(Math.max(mediaPause(attempt - 1), timeLimits.mediaLease) - 2);
        equal(await lease(under), []);
        await under.age(4);
        equal((await leaseOne(under)).attempt, attempt);
      }
    },
  },
  {
    name: "the file of an attempt without a result is removed when no attempt writes it any more",
    async run(under) {
      const first = await leaseRecording(under);
      await under.age(timeLimits.mediaLease + 1);
      const second = await leaseOne(under);
      // The first instance is late, and so is its upload.
      equal(await settle(under, first), "superseded");
      equal(await settle(under, second), "stored");
      equal((await find(under, second)).path, second.path);
      equal(await remove(under), []);
      await under.age(timeLimits.mediaLease + 1);
      equal(await remove(under), [first.path]);
      await under.age(days(1));
      equal(await remove(under), []);
      const { status, path } = await find(under, second);
      equal({ status, path }, { status: "stored", path: second.path });
    },
  },
  {
    name: "a failed attempt that may have left a file has it removed, also after the last attempt",
    async run(under) {
      const first = await leaseRecording(under);
      equal(await fail(under, first, { mayHaveFile: true }), "pending");
      await under.age(mediaPause(1) + 1);
      const second = await leaseOne(under);
      equal(await fail(under, second, { mayHaveFile: true, isFinal: true }), "failed");
      equal(await remove(under), [second.path]);
      await under.age(timeLimits.mediaLease + 1);
      equal(await remove(under), [first.path]);
      equal((await find(under, second)).status, "failed");
      await under.queue.retryMedia({ id: second.callId, userId: anaA.id });
      const third = await leaseOne(under);
      equal(await settle(under, third), "stored");
      await under.age(days(1));
      equal(await remove(under), []);
      equal((await find(under, third)).path, third.path);
    },
  },
  {
    name: "the file of an attempt without a result is removed after it has expired, and after its call was deleted",
    async run(under) {
      const media = await leaseRecording(under);
      await under.age(days(31));
      equal(await lease(under), []);
      equal((await find(under, media)).status, "expired");
      equal(await remove(under), [media.path]);

      await record(under, "transcript", available("b"));
      const other = await leaseOne(under);
      equal(await under.queue.eraseContact({ phone: contact }), { calls: 1, paths: [other.path] });
      equal(await remove(under), []);
      await under.age(timeLimits.mediaLease + 1);
      equal(await remove(under), [other.path]);
      equal(await settle(under, other), "superseded");
      equal(await remove(under), []);
    },
  },
  {
    name: "what the provider has deleted expires: after 30 days, or after the time that the worker names for the call's provider",
    async run(under) {
      const callId = await record(under, "recording", available("a"));
      const leaseFor = async (seconds: number) =>
        (await under.queue.leaseMedia({ limit: 10, lifetimes: { ycloud: seconds, meta: 1 } })).map(
          ({ provider, assetId }) => `${provider} ${assetId}`,
        );
      await under.age(days(7) - 60);
      equal(await leaseFor(days(7)), ["ycloud a"]);
      await under.age(days(1));
      equal(await lease(under), ["a"]);
      await under.age(days(1));
      equal(await leaseFor(days(7)), []);
      equal((await find(under, { callId, kind: "recording" })).status, "expired");

      const other = await record(under, "recording", { callId: "wacid.2", ...available("b") });
      await under.age(days(30) + 60);
      equal(await lease(under), []);
      equal((await find(under, { callId: other, kind: "recording" })).status, "expired");
    },
  },
  {
    name: "a file is at its call's provider, at the one of the inbox, or at the standard one, and expires after its time",
    async run(under) {
      const atMeta = { business: { phoneId: "461269257068833" } };
      await record(under, "recording", { callId: "wacid.1", ...available("own"), ...atMeta });
      const flat = { provider: "flat" };
      await record(under, "recording", {
        callId: "wacid.2",
        ...available("inbox"),
        ...flat,
        ...atMeta,
      });
      await record(under, "recording", { callId: "wacid.3", ...available("standard"), ...flat });
      const leaseAll = async () => {
        const options = { limit: 10, lifetimes: { ycloud: days(20), meta: days(7) } };
        const leased = await under.queue.leaseMedia({ ...options, lifetime: days(14) });
        return leased
          .map((media) => `${media.assetId} ${media.provider} ${media.inboxProvider}`)
          .sort();
      };
      equal(await leaseAll(), ["inbox flat meta", "own ycloud meta", "standard flat null"]);
      await under.age(days(7) + 60);
      equal(await leaseAll(), ["own ycloud meta", "standard flat null"]);
      await under.age(days(7));
      equal(await leaseAll(), ["own ycloud meta"]);
      await under.age(days(6));
      equal(await leaseAll(), []);
    },
  },
  {
    name: "an agent of the branch makes it due now; another agent does not",
    async run(under) {
      const media = await leaseRecording(under);
      await fail(under, media, { isFinal: true });
      const id = media.callId;
      equal(await under.queue.retryMedia({ id, userId: eva.id }), null);
      equal(
        await under.queue.retryMedia({
          id: "00000000-0000-4000-8000-00000000ffff",
          userId: anaA.id,
        }),
        null,
      );
      equal(await lease(under), []);
      const due = await under.queue.retryMedia({ id, userId: anaA.id });
      equal(
        due?.map(({ kind, status }) => [kind, status]),
        [["recording", "pending"]],
      );
      const again = await leaseOne(under);
      // A running attempt is not doubled, and what is stored stays.
      await under.queue.retryMedia({ id, userId: anaA.id });
      equal(await lease(under), []);
      equal(await settle(under, again), "stored");
      equal((await under.queue.retryMedia({ id, userId: anaA.id }))?.[0]?.status, "stored");
      equal(await lease(under), []);
    },
  },
  {
    name: "an expired one may be tried again; a call without media has none; whoever sees a call may ask",
    async run(under) {
      const id = await record(under, "recording", available("a"));
      await under.age(days(31));
      equal(await lease(under), []);
      await under.queue.retryMedia({ id, userId: anaA.id });
      equal(await lease(under), ["a"]);
      const bare = await record(under, "terminated", { callId: "wacid.2" });
      equal(await under.queue.retryMedia({ id: bare, userId: anaA.id }), []);
      const unassigned = await record(under, "recording", {
        callId: "wacid.3",
        business: { phone: "+525500009999" },
        ...available("c"),
      });
      equal((await under.queue.retryMedia({ id: unassigned, userId: anaA.id }))?.length, 1);
      equal(
        (await leaseOne(under)).path,
        mediaPath({ branchId: null, callId: unassigned, kind: "recording" }, 1),
      );
    },
  },
  {
    name: "the recording of a ghost moves to the dialled call",
    async run(under) {
      const id = "00000000-0000-4000-8000-0000000004a1";
      await under.store.beginCall({
        id,
        userId: anaA.id,
        contactPhone: contact,
        provider: "ycloud",
      });
      await record(under, "recording", { direction: "saliente", ...available("a") });
      const media = await leaseOne(under);
      await under.store.attachCall({ id, callId: "wacid.1", provider: "ycloud" });
      equal(await settle(under, media), "stored");
      equal((await find(under, { callId: id, kind: "recording" })).path, media.path);
      equal(await lease(under), []);
    },
  },
  {
    name: "files are removed when the retention period of their branch is over, with what was said",
    async run(under) {
      const media = await leaseRecording(under);
      await settle(under, media);
      await record(under, "transcript", { available: true, text: "Hola" });
      const other = await record(under, "recording", {
        callId: "wacid.2",
        business: { phone: "+525500000002" },
        ...available("b"),
      });
      await settle(under, await leaseOne(under));
      equal(await under.queue.leaseRemovals({ limit: 10 }), []);
      await under.keep(null, 90);
      await under.keep(branchA, 10);
      await under.age(days(10) - 60);
      equal(await under.queue.leaseRemovals({ limit: 10 }), []);
      await under.age(120);
      const removals = await under.queue.leaseRemovals({ limit: 10 });
      equal(
        removals.map(({ path }) => path),
        [media.path],
      );
      // Another instance does not delete it too.
      equal(await under.queue.leaseRemovals({ limit: 10 }), []);
      for (const removal of removals) await under.queue.settleRemoval(removal);
      const { status, path } = await find(under, media);
      equal({ status, path }, { status: "removed", path: null });
      const calls = await under.readCalls();
      equal(calls.find(({ id }) => id === media.callId)?.transcript, null);
      equal(await lease(under), []);
      equal((await find(under, { callId: other, kind: "recording" })).status, "stored");
      await under.age(days(80));
      equal((await under.queue.leaseRemovals({ limit: 10 })).length, 1);
    },
  },
  {
    name: "what is not stored when its period is over is never stored",
    async run(under) {
      const callId = await record(under, "recording", available("a"));
      await under.keep(branchA, 1);
      await under.age(days(2));
      equal(await under.queue.leaseRemovals({ limit: 10 }), []);
      equal((await find(under, { callId, kind: "recording" })).status, "removed");
      equal(await lease(under), []);
      await under.queue.retryMedia({ id: callId, userId: anaA.id });
      equal(await lease(under), []);
    },
  },
  {
    name: "a removal that was not settled, or with another path, is due again after its lease",
    async run(under) {
      await settle(under, await leaseRecording(under));
      await under.keep(branchA, 1);
      await under.age(days(2));
      const [first] = await under.queue.leaseRemovals({ limit: 10 });
      await under.queue.settleRemoval({ id: first?.id ?? "", path: "another" });
      await under.age(timeLimits.mediaLease + 1);
      const [second] = await under.queue.leaseRemovals({ limit: 10 });
      equal(second?.id, first?.id);
    },
  },
  {
    name: "everything about a contact is erased, under every form of the number, and nothing else",
    async run(under) {
      const media = await leaseRecording(under);
      await settle(under, media, "Hola");
      await record(under, "terminated", { cause: "completed" });
      await record(under, "terminated", {
        callId: "wacid.2",
        contact: { phone: "+5215587654321", userId: "MX.1" },
      });
      await record(under, "terminated", { callId: "wacid.3", contact: { userId: "MX.1" } });
      await record(under, "terminated", { callId: "wacid.4", contact: { phone: "+525511111111" } });
      await record(under, "permission", {
        callId: undefined,
        response: "accept",
        permanent: true,
      });
      const readConsent = async () => {
        const found = await under.store.findPermission({
          userId: anaA.id,
          contactPhone: contact,
        });
        return found.outcome === "found" ? found.permission.status : found.outcome;
      };
      equal(await readConsent(), "permanent");
      equal(await under.queue.eraseContact({ phone: contact }), { calls: 3, paths: [media.path] });
      equal(
        (await under.readCalls()).map(({ call_id }) => call_id),
        ["wacid.4"],
      );
      equal(
        (await under.readLedger()).filter(({ callId }) => callId !== "wacid.4"),
        [],
      );
      equal(await readConsent(), "none");
      const removals = await under.queue.leaseRemovals({ limit: 10 });
      equal(
        removals.map(({ path }) => path),
        [media.path],
      );
      for (const removal of removals) await under.queue.settleRemoval(removal);
      await under.age(days(1));
      equal(await under.queue.leaseRemovals({ limit: 10 }), []);
      equal(await under.queue.eraseContact({ phone: contact }), { calls: 0, paths: [] });
    },
  },
  {
    name: "a contact whose user id only a reply names is erased too, with the files that wait for their deletion",
    async run(under) {
      const first = await leaseRecording(under);
      await fail(under, first, { mayHaveFile: true });
      await under.age(mediaPause(1) + 1);
      const second = await leaseOne(under);
      await settle(under, second);
      await record(under, "permission", {
        callId: undefined,
        contact: { phone: "+5215587654321", userId: "MX.1" },
        response: "accept",
      });
      await record(under, "terminated", { callId: "wacid.2", contact: { userId: "MX.1" } });
      await record(under, "terminated", { callId: "wacid.3", contact: { userId: "MX.2" } });
      const { calls, paths } = await under.queue.eraseContact({ phone: contact });
      equal({ calls, paths: paths.sort() }, { calls: 2, paths: [first.path, second.path].sort() });
      // The reply belongs to no call, and names another form of the number.
      equal(
        (await under.readLedger()).filter(({ callId }) => callId !== "wacid.3"),
        [],
      );
      equal(
        (await under.readCalls()).map(({ call_id }) => call_id),
        ["wacid.3"],
      );
    },
  },
  {
    name: "the calls of a contact's former user ids are erased too, and the changes with them",
    async run(under) {
      const of = (userId: string, callId: string) => ({ contact: { userId }, callId });
      await record(under, "ringing", of("MX.1", "wacid.1"));
      await record(under, "ringing", of("MX.2", "wacid.2"));
      await record(under, "contact_change", {
        callId: undefined,
        contact: { userId: "MX.2" },
        previous: { userId: "MX.1" },
      });
      equal(await under.queue.eraseContact({ userId: "MX.2" }), { calls: 2, paths: [] });
      await record(under, "ringing", of("MX.1", "wacid.3"));
      equal(await under.queue.eraseContact({ userId: "MX.2" }), { calls: 0, paths: [] });
    },
  },
  {
    name: "an erasure by a phone leaves the calls of user ids that only a change joins to it",
    async run(under) {
      const [first, second] = [
        { phone: "+525511110001", userId: "MX.1" },
        { phone: "+525511110002", userId: "MX.2" },
      ] as const;
      const left = async () => (await under.readCalls()).map(({ call_id }) => call_id).sort();
      const fill = async (n: number) => {
        await record(under, "ringing", { contact: first, callId: `wacid.${n}` });
        await record(under, "ringing", { contact: second, callId: `wacid.${n + 1}` });
        const change = { callId: undefined, contact: second, previous: first };
        await record(under, "contact_change", change);
      };
      await fill(1);
      // Somebody else can have the former number now.
      equal((await under.queue.eraseContact({ phone: first.phone })).calls, 1);
      equal(await left(), ["wacid.2"]);
      await fill(3);
      equal((await under.queue.eraseContact({ phone: second.phone })).calls, 2);
      equal(await left(), ["wacid.3"]);
      await fill(5);
      equal((await under.queue.eraseContact({ userId: second.userId })).calls, 3);
      equal(await left(), []);
    },
  },
  {
    name: "a contact known by user id alone is erased; a file that arrives afterwards is still found",
    async run(under) {
      await record(under, "recording", { contact: { userId: "MX.1" }, ...available("a") });
      const media = await leaseOne(under);
      equal(await under.queue.eraseContact({ userId: "MX.1" }), {
        calls: 1,
        paths: [media.path],
      });
      equal(await under.queue.findMedia(media), null);
      // The running attempt stores its file: its row is kept until the lease ends.
      equal(await under.queue.leaseRemovals({ limit: 10 }), []);
      equal(await settle(under, media), "stored");
      equal(await remove(under), [media.path]);
    },
  },
];

function available(assetId: string) {
  return { available: true, assetId };
}
