import { createClient } from "@supabase/supabase-js";
import { expect, it } from "vitest";
import { createCallService } from "../../src/index.ts";

const url = "http://localhost:1";
const permission = { status: "none", may_call: false };

function setUp(status = 200, body: unknown = { ok: true, permission }) {
  const sent: [method: string, address: string, body: unknown][] = [];
  const service = createCallService(createClient(url, "key"), {
    url,
    apiKey: "key",
    getAccessToken: () => "token",
    fetch: async (input, init) => {
      const request = new Request(input, init);
      const text = await request.text();
      const { pathname, search } = new URL(request.url);
      sent.push([request.method, pathname + search, text === "" ? null : JSON.parse(text)]);
      return Response.json(body, { status });
    },
  });
  return { service, sent };
}

const path = "/functions/v1/whatsapp-call/permissions";

it("reads a permission by phone or user id, from an inbox or the only one", async () => {
  const { service, sent } = setUp();
  expect(await service.fetchCallPermission({ to: "+525512345678" })).toEqual(permission);
  await service.fetchCallPermission({ recipient: "MX.1", inboxId: "i" });
  await service.fetchCallPermission({ to: "55 & 66", inboxId: null });
  expect(sent).toEqual([
    ["GET", `${path}?to=%2B525512345678`, null],
    ["GET", `${path}?recipient=MX.1&inbox_id=i`, null],
    ["GET", `${path}?to=55+%26+66`, null],
  ]);
});

it("asks for a permission", async () => {
  const { service, sent } = setUp(202, { ok: true, permission, outcome: "ambiguous" });
  expect(await service.requestCallPermission({ to: "+52", inboxId: "i", id: "1" })).toEqual(
    permission,
  );
  await service.requestCallPermission({ recipient: "MX.1" });
  expect(sent).toEqual([
    ["POST", path, { to: "+52", inbox_id: "i", id: "1" }],
    ["POST", path, { recipient: "MX.1" }],
  ]);
});

it("throws the handler's refusal with its details", async () => {
  const details = { next_at: "2026-11-23T10:00:00.000Z" };
  const { service } = setUp(409, { ok: false, code: "permission_limit", error: "Wait.", details });
  await expect(service.requestCallPermission({ to: "+52" })).rejects.toMatchObject({
    code: "permission_limit",
    status: 409,
    details,
  });
});
