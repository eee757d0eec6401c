import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { businessPhone } from "../testKit/samples.ts";
import { digits, startMeta } from "../testKit/startMeta.ts";

const day = 86_400_000;

describe("settings", () => {
  const hours = {
    status: "ENABLED",
    timezone_id: "America/Mexico_City",
    weekly_operating_hours: [
      { day_of_week: "MONDAY", open_time: "0900", close_time: "1400" },
      { day_of_week: "MONDAY", open_time: "1600", close_time: "19:00" },
    ],
    holiday_schedule: [{ date: "2026-12-25", start_time: "0000", end_time: "2359" }],
  };

  it("are written, read, and reported in a webhook", async () => {
    const sim = await startMeta();
    const path = `${sim.number}/settings`;
    const initial = {
      status: "ENABLED",
      call_icon_visibility: "DEFAULT",
      callback_permission_status: "DISABLED",
      sip: { status: "DISABLED" },
    };
    expect((await sim.get(path)).body).toEqual({ calling: initial });
    const changes = {
      call_icon_visibility: "DISABLE_ALL",
      callback_permission_status: "ENABLED",
      call_icons: { restrict_to_user_countries: ["MX"] },
      call_hours: hours,
    };
    expect((await sim.post(path, { calling: changes })).body).toEqual({ success: true });
    const [, evening] = hours.weekly_operating_hours;
    const kept = {
      ...initial,
      ...changes,
      call_hours: {
        ...hours,
        weekly_operating_hours: [
          hours.weekly_operating_hours[0],
          { ...evening, close_time: "1900" },
        ],
      },
    };
    expect((await sim.get(path)).body).toEqual({ calling: kept });
    await sim.receiver.until(1);
    expect(sim.changes()).toEqual([
      {
        field: "account_settings_update",
        value: {
          messaging_product: "whatsapp",
          timestamp: "1795341600",
          type: "phone_number_settings",
          phone_number_settings: { phone_number_id: sim.number, calling: kept },
        },
      },
    ]);
    // `call_hours` is replaced as a whole, so the holidays are gone.
    await sim.post(path, { calling: { call_hours: { status: "DISABLED" } } });
    expect((await sim.get(path)).body.calling.call_hours).toEqual({ status: "DISABLED" });
  });

  it.each([
    ["three periods in a day", { open_time: "2000", close_time: "2100" }],
    ["periods that overlap", { open_time: "1300", close_time: "1500", day_of_week: "TUESDAY" }],
    ["a period that ends before it begins", { open_time: "1800", close_time: "0900" }],
    ["no time", { open_time: "25:00", close_time: "2600" }],
  ])("refuse call hours with %s", async (_, period) => {
    const sim = await startMeta();
    const day_of_week = "MONDAY";
    const weekly = [
      ...hours.weekly_operating_hours,
      { day_of_week: "TUESDAY", open_time: "0900", close_time: "1400" },
      { day_of_week, ...period },
    ];
    const { body } = await sim.post(`${sim.number}/settings`, {
      calling: { call_hours: { ...hours, weekly_operating_hours: weekly } },
    });
    expect(body.error.code).toBe(100);
  });

  it("show a restriction while it is valid", async () => {
    const sim = await startMeta();
    await sim.setNumber({ restriction: "RESTRICTED_BUSINESS_INITIATED_CALLING" });
    const path = `${sim.number}/settings`;
    expect((await sim.get(path)).body.calling.restrictions.restrictions_list).toMatchObject([
      { type: "RESTRICTED_BUSINESS_INITIATED_CALLING", expiration: 1795341600 + 7 * 86_400 },
    ]);
    await sim.receiver.until(1);
    expect(sim.changes()[0]).toEqual({
      field: "account_update",
      value: {
        phone_number: digits(businessPhone),
        event: "ACCOUNT_RESTRICTION",
        restriction_info: [
          {
            restriction_type: "RESTRICTED_BUSINESS_INITIATED_CALLING",
            expiration: 1795341600 + 7 * 86_400,
          },
        ],
      },
    });
    sim.clock.advance(7 * day);
    expect((await sim.get(path)).body.calling).not.toHaveProperty("restrictions");
  });
});

describe("recordings", () => {
  it("are announced with an address for five minutes and an id for seven days", async () => {
    const sim = await startMeta();
    await sim.dialect.record();
    await sim.dial();
    sim.clock.advance(day);
    await sim.untilEvents(6);
    const items = sim.changes().flatMap(({ value: { calls = [] } }) => calls as object[]);
    const file = items.flatMap((item) =>
      "call_recording" in item ? [(item.call_recording as { audio: never }).audio] : [],
    )[0] as unknown as { id: string; sha256: string; url: string; mime_type: string };
    expect(file).toMatchObject({ id: expect.stringMatching(/^\d{16}$/) });
    expect(file.mime_type).toBe("audio/ogg; codecs=opus");
    const download = (url: string, headers = sim.dialect.headers) => fetch(url, { headers });
    expect((await download(file.url, {})).status).toBe(401);
    const bytes = Buffer.from(await (await download(file.url)).arrayBuffer());
    expect(createHash("sha256").update(bytes).digest("base64")).toBe(file.sha256);
    sim.clock.advance(5 * 60_000 + 1_000);
    expect((await download(file.url)).status).toBe(404);
    const { body: described } = await sim.get(file.id);
    expect(described).toMatchObject({
      messaging_product: "whatsapp",
      file_size: String(bytes.length),
      id: file.id,
    });
    expect(createHash("sha256").update(bytes).digest("hex")).toBe(described.sha256);
    expect((await download(described.url)).status).toBe(200);
    expect((await download(described.url.replace(file.id, "1"))).status).toBe(404);
    sim.clock.advance(7 * day);
    expect((await sim.get(file.id)).body.error.error_subcode).toBe(33);
  });

  it("exist only of the calls whose request asked for them", async () => {
    const sim = await startMeta();
    await sim.dial();
    sim.clock.advance(day);
    await sim.untilEvents(4);
    await sim.allTypes();
    expect(sim.events()).toHaveLength(4);
  });
});
