import { Hono } from "hono";
import type { BusinessNumber } from "../../calls/calls.ts";
import type { World } from "../../createWorld.ts";
import { ApiError } from "../../http/apiError.ts";
import { parseBody } from "../../http/parseBody.ts";
import { settingsSchema } from "../settingsSchema.ts";
import { paginate } from "./paginate.ts";

const base = "/v2/whatsapp/phoneNumbers";

/** Creates the routes of the business numbers and their settings. */
export function createPhoneNumberRoutes(world: World): Hono {
  const app = new Hono();

  app.get(base, (c) => {
    const wabaId = c.req.query("filter.wabaId");
    const numbers = world
      .numbersOf("ycloud")
      .filter((number) => !wabaId || number.wabaId === wabaId);
    return c.json(paginate(numbers.map(viewNumber), c.req.query()));
  });

  app.get(`${base}/:wabaId/:phoneNumber`, (c) => c.json(viewNumber(requireNumber(c.req.param()))));

  app.get(`${base}/:wabaId/:phoneNumber/settings`, (c) => {
    const number = requireNumber(c.req.param());
    const type = c.req.query("type") ?? "calling";
    const { calling, capture } = world.settings.of(number);
    if (type === "calling") return c.json({ calling: { id: number.id, ...calling } });
    if (type === "capture") return c.json({ capture });
    throw new ApiError(400, "PARAM_INVALID", "Parameter 'type' must be 'calling' or 'capture'.", {
      target: "type",
    });
  });

  app.post(`${base}/:wabaId/:phoneNumber/settings`, async (c) => {
    const number = requireNumber(c.req.param());
    const { calling, capture } = await parseBody(c, settingsSchema);
    const settings = world.settings.of(number);
    Object.assign(settings.calling, calling);
    if (capture) settings.capture = capture;
    return c.json({
      ...(calling && { calling: { id: number.id, ...settings.calling } }),
      ...(capture && { capture: settings.capture }),
    });
  });

  return app;

  function requireNumber({ wabaId, phoneNumber }: { wabaId: string; phoneNumber: string }) {
    const number = world
      .numbersOf("ycloud")
      .find((known) => known.wabaId === wabaId && known.phoneNumber === phoneNumber);
    if (number) return number;
    throw new ApiError(404, "NOT_FOUND", "The phone number does not exist.");
  }
}

function viewNumber({ id, wabaId, phoneNumber }: BusinessNumber) {
  return {
    id,
    wabaId,
    phoneNumber,
    displayPhoneNumber: phoneNumber,
    verifiedName: "SKALE Calls simulator",
    status: "CONNECTED",
    qualityRating: "GREEN",
    messagingLimit: "TIER_2K",
    whatsappBusinessManagerMessagingLimit: "TIER_2K",
  };
}
