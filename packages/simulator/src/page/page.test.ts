import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { startTestSimulator } from "../testKit/startTestSimulator.ts";
// @ts-expect-error a script of the page, which has no types
import { texts } from "./phoneTexts.js";

const read = (name: string) => readFile(new URL(name, import.meta.url), "utf8");

describe("the page", () => {
  it.each([
    ["/", "text/html", "phone.html"],
    ["/phone.js", "text/javascript", "phone.js"],
    ["/phoneTexts.js", "text/javascript", "phoneTexts.js"],
  ])("serves %s, with a policy that forbids other sources", async (path, type, name) => {
    const { simulator } = await startTestSimulator();
    const response = await fetch(`${simulator.url}${path}`);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toContain(type);
    expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(await response.text()).toBe(await read(name));
  });

  it("has every text in both languages, and no unused text", async () => {
    const keysOf = (language: Record<string, string | object>) =>
      Object.entries(language).flatMap(([key, text]) =>
        typeof text === "string" ? [key] : Object.keys(text).map((option) => `${key}.${option}`),
      );
    expect(keysOf(texts.en)).toEqual(keysOf(texts.es));
    const html = await read("phone.html");
    for (const [, key = "", spanish] of html.matchAll(/data-text="(\w+)"[^>]*>([^<]*)</g)) {
      expect([key, texts.es[key]]).toEqual([key, spanish]);
    }
  });

  it("has every element that its script uses", async () => {
    const [html, script] = await Promise.all(["phone.html", "phone.js"].map(read));
    const ids = [...(script ?? "").matchAll(/(?:find|show|write)\("(\w+)"/g)].map(([, id]) => id);
    expect(ids.length).toBeGreaterThan(20);
    for (const id of ids) expect(html).toContain(`id="${id}"`);
  });
});

describe("what the page requests", () => {
  it("is the business's numbers with their providers, and whether media is on", async () => {
    const meta = { phone: "+525550002222", provider: "meta" } as const;
    const sim = await startTestSimulator({ businessPhones: ["+525550001111", meta] });
    expect((await sim.request("GET", "/_sim")).body).toEqual({
      businessPhones: ["+525550001111", "+525550002222"],
      providers: { "+525550001111": "ycloud", "+525550002222": "meta" },
      media: false,
    });
  });

  it("is the newest calls and deliveries, which can be distinguished", async () => {
    const sim = await startTestSimulator();
    for (const last of ["1", "2", "3"]) await sim.userCalls({ from: `+52550000000${last}` });
    const { body } = await sim.request("GET", "/_sim/calls?last=2");
    expect(body.calls.map(({ from }: { from: string }) => from)).toEqual([
      "+525500000002",
      "+525500000003",
    ]);
    const newest = await sim.request("GET", "/_sim/deliveries?last=1");
    expect(newest.body.deliveries).toMatchObject([
      { detail: "offer", callId: body.calls[1].wacid },
    ]);
    expect((await sim.request("GET", "/_sim/calls?last=none")).status).toBe(400);
  });
});
