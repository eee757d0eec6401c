import { expect, test } from "vitest";
import { type EventDraft, finishEvent } from "./eventDraft.ts";

/** A draft with every field that its kind has. A new field of an event is an error here until it is added. */
type Full<K extends EventDraft["kind"]> = {
  [F in keyof Extract<EventDraft, { kind: K }>]-?: Exclude<
    Extract<EventDraft, { kind: K }>[F],
    undefined
  >;
};

const common = {
  callId: "wacid.1",
  direction: "entrante",
  defaultDirection: "entrante",
  contact: { phone: "+5215550000101" },
  business: { phoneId: "1" },
  ctaPayload: "button",
  deeplinkPayload: "link",
  parties: { from: "+5215550000101" },
} as const;
const session = { sdp: "v=0" };

const full = [
  { ...common, kind: "offer", session } satisfies Full<"offer">,
  { ...common, kind: "answer", session } satisfies Full<"answer">,
  { ...common, kind: "ringing" } satisfies Full<"ringing">,
  { ...common, kind: "accepted" } satisfies Full<"accepted">,
  { ...common, kind: "declined" } satisfies Full<"declined">,
  {
    ...common,
    kind: "terminated",
    cause: "failed",
    startedAt: "2026-11-22T16:00:00.000Z",
    endedAt: "2026-11-22T16:01:00.000Z",
    durationSeconds: 60,
    errorCode: "131000",
  } satisfies Full<"terminated">,
  {
    ...common,
    kind: "transcript",
    available: true,
    assetId: "1",
    url: "https://example.com",
    text: "Hola",
    errorCode: "131000",
  } satisfies Full<"transcript">,
] as const;

const source = { provider: "ycloud", id: "evt_1", occurredAt: "x", receivedAt: undefined };

test.each(full)("an event of kind $kind has every field of its draft", (draft) => {
  expect(finishEvent(draft, "item", source)).toEqual({
    id: "evt_1",
    provider: "ycloud",
    occurredAt: "x",
    raw: "item",
    ...draft,
  });
});

test.each(full)("an event of kind $kind has no field that is undefined", (draft) => {
  const empty = Object.fromEntries(Object.keys(draft).map((key) => [key, undefined]));
  const { kind } = draft;
  const bare = { ...empty, kind, callId: "1" } as unknown as EventDraft;
  const keys = Object.keys(finishEvent(bare, "item", source)).filter((key) => key !== "session");
  expect(keys.sort()).toEqual(["callId", "id", "kind", "occurredAt", "provider", "raw"]);
});
