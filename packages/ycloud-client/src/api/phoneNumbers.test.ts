import { describe, expect, it } from "vitest";
import { createTestClient, from, json, phoneId, useTestServer } from "../testServer.ts";

const server = useTestServer();
const ours = { id: phoneId, phoneNumber: from, wabaId: "188" };
const page = (items: unknown[], limit = 100) =>
  json({ offset: 0, limit, length: items.length, items });
const unavailable = () => json({ error: { status: 400, code: "PARAM_INVALID" } }, { status: 400 });

describe("list and get", () => {
  const { phoneNumbers } = createTestClient();

  it("lists with a query", async () => {
    server.answer(page([{ ...ours, qualityRating: "PURPLE", isNew: true }]));
    const list = await phoneNumbers.list({ page: 2, limit: 5, includeTotal: true, wabaId: "188" });
    expect(list.items[0]).toMatchObject({ id: phoneId, qualityRating: "PURPLE", isNew: true });
    expect(server.sent[0]?.method).toBe("GET");
    expect(server.sent[0]?.path).toBe(
      "/v2/whatsapp/phoneNumbers?page=2&limit=5&includeTotal=true&filter.wabaId=188",
    );
    expect(server.sent[0]?.body).toBeUndefined();
  });

  it("lists without one", async () => {
    server.answer(page([]));
    await phoneNumbers.list();
    expect(server.sent[0]?.path).toBe("/v2/whatsapp/phoneNumbers");
  });

  it("gets one, its + percent-encoded", async () => {
    server.answer(json(ours));
    await expect(phoneNumbers.get({ wabaId: "188/x", phoneNumber: from })).resolves.toEqual(ours);
    expect(server.sent[0]?.path).toBe("/v2/whatsapp/phoneNumbers/188%2Fx/%2B6283138205150");
  });

  it("refuses a limit above 100", async () => {
    server.answer(page([]));
    await expect(phoneNumbers.list({ limit: 101 })).rejects.toMatchObject({
      code: "invalid_parameter",
    });
    expect(server.sent).toHaveLength(0);
  });
});

describe("resolveId and resolvePhone", () => {
  it("looks up a number once", async () => {
    const { phoneNumbers } = createTestClient();
    server.answer(page([ours]));
    await expect(phoneNumbers.resolveId(from)).resolves.toBe(phoneId);
    await expect(phoneNumbers.resolveId(from)).resolves.toBe(phoneId);
    await expect(phoneNumbers.resolvePhone(phoneId)).resolves.toBe(from);
    expect(server.sent.map(({ path }) => path)).toEqual([
      "/v2/whatsapp/phoneNumbers?page=1&limit=100",
    ]);
  });

  it("shares one request between simultaneous look-ups", async () => {
    const { phoneNumbers } = createTestClient();
    server.answer(page([ours]));
    await Promise.all([
      phoneNumbers.resolveId(from),
      phoneNumbers.resolveId(from),
      phoneNumbers.resolvePhone(phoneId),
    ]);
    expect(server.sent).toHaveLength(1);
  });

  it("rejects every look-up that shared a failed request, and keeps nothing of it", async () => {
    const { phoneNumbers } = createTestClient();
    server.answer(unavailable(), page([ours]));
    const both = await Promise.allSettled([
      phoneNumbers.resolveId(from),
      phoneNumbers.resolveId(from),
    ]);
    expect(both.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect(server.sent).toHaveLength(1);
    await expect(phoneNumbers.resolveId(from)).resolves.toBe(phoneId);
    expect(server.sent).toHaveLength(2);
  });

  it("requests again a number that was not found", async () => {
    const { phoneNumbers } = createTestClient();
    server.answer(page([]), page([ours]));
    await expect(phoneNumbers.resolveId(from)).rejects.toMatchObject({
      name: "YCloudError",
      code: "provider_not_found",
      outcome: "rejected",
    });
    await expect(phoneNumbers.resolveId(from)).resolves.toBe(phoneId);
  });

  it("reads all pages", async () => {
    const { phoneNumbers } = createTestClient();
    const others = Array.from({ length: 100 }, (_, index) => ({
      id: `id${index}`,
      phoneNumber: `+34600000${String(index).padStart(3, "0")}`,
    }));
    server.answer(page(others), page([ours]));
    await expect(phoneNumbers.resolvePhone(phoneId)).resolves.toBe(from);
    expect(server.sent.map(({ path }) => path)).toEqual([
      "/v2/whatsapp/phoneNumbers?page=1&limit=100",
      "/v2/whatsapp/phoneNumbers?page=2&limit=100",
    ]);
  });

  it("uses the page size that the server chose, and ends at an empty page", async () => {
    const { phoneNumbers } = createTestClient();
    server.answer(
      page([{ id: "other", phoneNumber: "+34600000000" }], 1),
      page([ours], 1),
      page([], 1),
    );
    await expect(phoneNumbers.resolveId(from)).resolves.toBe(phoneId);
    expect(server.sent).toHaveLength(3);
  });

  it.each([
    ["+5215512345678", "+525512345678"],
    ["+525512345678", "+5215512345678"],
    ["+5511987654321", "+551187654321"],
  ])("knows %s as %s", async (asked, listed) => {
    const { phoneNumbers } = createTestClient();
    server.answer(page([{ id: "mx", phoneNumber: listed }]));
    await expect(phoneNumbers.resolveId(asked)).resolves.toBe("mx");
    await expect(phoneNumbers.resolvePhone("mx")).resolves.toBe(listed);
  });

  it("prefers the number as written to its alias", async () => {
    const { phoneNumbers } = createTestClient();
    server.answer(
      page([
        { id: "long", phoneNumber: "+5215512345678" },
        { id: "short", phoneNumber: "+525512345678" },
      ]),
    );
    await expect(phoneNumbers.resolveId("+525512345678")).resolves.toBe("short");
    await expect(phoneNumbers.resolveId("+5215512345678")).resolves.toBe("long");
  });

  it("shares nothing between two clients", async () => {
    server.answer(page([ours]));
    await createTestClient().phoneNumbers.resolveId(from);
    await createTestClient().phoneNumbers.resolveId(from);
    expect(server.sent).toHaveLength(2);
  });

  it("sends nothing for a text that is not a number", async () => {
    server.answer(page([ours]));
    await expect(createTestClient().phoneNumbers.resolveId(phoneId)).rejects.toMatchObject({
      code: "invalid_parameter",
    });
    expect(server.sent).toHaveLength(0);
  });
});
