import { expect, it } from "vitest";
import { createTestClient, from, json, useTestServer } from "../testServer.ts";
import type { PhoneNumberSettingsInput } from "./settings.ts";

const server = useTestServer();
const { settings } = createTestClient();
const key = { wabaId: "188234691048809", phoneNumber: from };
const path = "/v2/whatsapp/phoneNumbers/188234691048809/%2B6283138205150/settings";
const calling = { id: "19213232132", status: "ENABLED", iconVisibility: "DEFAULT" };

it.each([
  [undefined, path],
  ["calling", `${path}?type=calling`],
  ["capture", `${path}?type=capture`],
] as const)("gets %s", async (type, sentPath) => {
  server.answer(json({ calling: { ...calling, status: "PAUSED", extra: 1 }, callHours: {} }));
  const answer = await settings.get(type === undefined ? key : { ...key, type });
  expect(answer.calling).toMatchObject({ status: "PAUSED", extra: 1 });
  expect(answer.callHours).toEqual({});
  expect(server.sent[0]?.method).toBe("GET");
  expect(server.sent[0]?.path).toBe(sentPath);
});

it.each([
  { calling: { status: "ENABLED", iconVisibility: "DEFAULT" } },
  {
    capture: {
      recordingEnabled: true,
      transcriptionEnabled: true,
      announcementLanguage: "es",
      purpose: "quality_assurance",
    },
  },
  { calling: { status: "DISABLED" }, capture: { recordingEnabled: false } },
] as const)("saves %j", async (body) => {
  server.answer(json({ calling }));
  await expect(settings.save({ ...key, ...body })).resolves.toEqual({ calling });
  expect(server.sent[0]?.method).toBe("POST");
  expect(server.sent[0]?.path).toBe(path);
  expect(server.sent[0]?.body).toStrictEqual(body);
});

const save = (body: Omit<PhoneNumberSettingsInput, keyof typeof key>) =>
  settings.save({ ...key, ...body });
const language = { announcementLanguage: "es" } as const;

it.each([
  ["nothing", () => save({})],
  ["capture without language and purpose", () => save({ capture: { recordingEnabled: true } })],
  [
    "capture without a purpose",
    () => save({ capture: { transcriptionEnabled: true, ...language } }),
  ],
  [
    "a purpose too long",
    () => save({ capture: { recordingEnabled: true, ...language, purpose: "x".repeat(251) } }),
  ],
  // @ts-expect-error a closed set of values
  ["an unknown status", () => save({ calling: { status: "PAUSED" } })],
  // @ts-expect-error a closed set of fields
  ["an unknown field", () => save({ calling: { sip: true } })],
])("refuses to save %s", async (_, run) => {
  server.answer(json({ calling }));
  await expect(run()).rejects.toMatchObject({ code: "invalid_parameter" });
  expect(server.sent).toHaveLength(0);
});
