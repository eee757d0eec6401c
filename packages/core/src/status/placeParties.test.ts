import { expect, it } from "vitest";
import { parseWebhook } from "../parseWebhook.ts";
import type { StoredEvent } from "../vocabulary/callEvent.ts";
import { placeParties } from "./placeParties.ts";

const ours = "+525500000001";

it.each([undefined, "", null, {}])("does not take our number for the contact: from %j", (from) => {
  const body = { call_id: "c1", event: "ringing", from, to: ours };
  const [event] = parseWebhook(body) as StoredEvent[];
  expect(event && placeParties(event)).toEqual({
    direction: "entrante",
    directionSource: "default",
    contactPhone: null,
    businessPhone: ours,
  });
});
