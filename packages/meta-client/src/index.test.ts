import { readdirSync, readFileSync } from "node:fs";
import { ProviderError } from "@skale-calls/core";
import { afterEach, describe, expect, it, vi } from "vitest";
import * as api from "./index.ts";

const folder = new URL(".", import.meta.url);
const sources = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts") && !/\.test\.ts$|^testServer\.ts$/.test(name))
  .map((name) => ({ name, text: readFileSync(new URL(name, folder), "utf8") }));

it("the sources use no API of a single runtime", () => {
  expect(sources.length).toBeGreaterThan(10);
  for (const { name, text } of sources) {
    const code = text.replace(/\/\*[\s\S]*?\*\//g, "");
    expect(code, name).not.toMatch(/from "node:|\bprocess\.|\bBuffer\b|\bDeno\./);
  }
});

describe("MetaError", () => {
  it("is a ProviderError with a name of its own", () => {
    const error = new api.MetaError("no_permission", "rejected", { whatsappCode: "138006" });
    expect(error).toBeInstanceOf(ProviderError);
    expect(api.isMetaError(error)).toBe(true);
    expect(error).toMatchObject({ name: "MetaError", status: 422, whatsappCode: "138006" });
    expect(api.isMetaError(new ProviderError("no_permission", "rejected"))).toBe(false);
  });
});

describe("the version of the Graph API", () => {
  const create = (version?: string) => {
    const told: object[] = [];
    const onEvent = (event: object) => void told.push(event);
    api.createMetaClient({ accessToken: "t", onEvent, ...(version ? { version } : {}) });
    return told.map((event) => {
      const { version, reason, expires } = event as Record<string, unknown>;
      return { version, reason, expires };
    });
  };
  const { expires = "" } = api.graphVersions["v23.0"] as { expires: string };
  const daysBefore = (days: number) => new Date(Date.parse(expires) - days * 86_400_000);
  afterEach(() => vi.useRealTimers());

  it.each([
    [91, []],
    [89, [{ version: "v23.0", reason: "expires_soon", expires }]],
    [-0.9, [{ version: "v23.0", reason: "expires_soon", expires }]],
    [-1, [{ version: "v23.0", reason: "expired", expires }]],
  ])("is reported %s days before its end as %j", (days, warnings) => {
    vi.useFakeTimers({ now: daysBefore(days) });
    expect(create("v23.0")).toEqual(warnings);
  });

  it.each(["v2.0", "v19.0"])("%s is older than the table, and has expired", (version) => {
    expect(create(version)).toEqual([{ version, reason: "expired", expires: null }]);
  });

  it("creates the client although the hook throws", () => {
    const onEvent = () => {
      throw new Error("no");
    };
    expect(api.createMetaClient({ accessToken: "t", version: "v2.0", onEvent })).toBeDefined();
  });

  it("is by default one whose end is known, and far away in November 2026", () => {
    vi.useFakeTimers({ now: Date.UTC(2026, 10, 26) });
    expect(api.graphVersions[api.defaultGraphVersion]?.expires).toBe("2028-07-29");
    expect(create()).toEqual([]);
  });

  it.each(["v26.0", "v99.0"])("%s, whose end is not known, is not reported", (version) => {
    vi.useFakeTimers({ now: Date.UTC(2040, 0, 1) });
    expect(create(version)).toEqual([]);
  });
});

describe("options", () => {
  it.each([
    [{ accessToken: "" }, "accessToken"],
    [{ accessToken: "with\nline" }, "accessToken"],
    [{ accessToken: "t", appSecret: "" }, "appSecret"],
    [{ accessToken: "t", version: "25" }, "version"],
    [{ accessToken: "t", baseUrl: "graph.facebook.com" }, "baseUrl"],
    [{ accessToken: "t", mediaHosts: ["https://x.test"] }, "mediaHosts"],
    [{ accessToken: "t", apiKey: "k" }, "apiKey"],
  ])("%j is refused by its name", (options, name) => {
    const create = () => api.createMetaClient(options as api.MetaClientOptions);
    expect(create).toThrow(new RegExp(name));
    expect(create).toThrow(expect.objectContaining({ code: "misconfigured" }));
  });
});
