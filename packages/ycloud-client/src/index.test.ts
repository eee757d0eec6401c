import { readdirSync, readFileSync } from "node:fs";
import { ProviderError } from "@skale-calls/core";
import { describe, expect, expectTypeOf, it } from "vitest";
import type { ConnectInput, PhoneNumberSettings, WebhookEndpointInput } from "./index.ts";
import * as api from "./index.ts";

const folder = new URL(".", import.meta.url);
const sources = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts") && !/\.test\.ts$|^testServer\.ts$/.test(name))
  .map((name) => ({ name, text: readFileSync(new URL(name, folder), "utf8") }));

describe("types", () => {
  it("are closed on input", () => {
    expectTypeOf<{ from: string; sdp: string; to: string }>().toExtend<ConnectInput>();
    expectTypeOf<{ from: string; sdp: string; recipient: string }>().toExtend<ConnectInput>();
    expectTypeOf<{ from: string; sdp: string }>().not.toExtend<ConnectInput>();
    expectTypeOf<{
      from: string;
      sdp: string;
      to: string;
      recipient: string;
    }>().not.toExtend<ConnectInput>();
    expectTypeOf<number[]>().not.toExtend<WebhookEndpointInput["enabledEvents"]>();
  });

  it("are open on output", () => {
    type Calling = NonNullable<PhoneNumberSettings["calling"]>;
    expectTypeOf<string>().toExtend<NonNullable<Calling["status"]>>();
    expectTypeOf<PhoneNumberSettings["somethingNew"]>().toBeUnknown();
  });
});

describe("sources", () => {
  it("use no API of a single runtime", () => {
    expect(sources.length).toBeGreaterThan(10);
    for (const { name, text } of sources) {
      const code = text.replace(/\/\*[\s\S]*?\*\//g, "");
      expect(code, name).not.toMatch(/from "node:|\bprocess\.|\bBuffer\b|\bDeno\./);
    }
  });
});

describe("YCloudError", () => {
  it("is a ProviderError with a name of its own", () => {
    const error = new api.YCloudError("no_permission", "rejected", { whatsappCode: "138006" });
    expect(error).toBeInstanceOf(ProviderError);
    expect(error.name).toBe("YCloudError");
    expect(api.isYCloudError(error)).toBe(true);
    expect(error).toMatchObject({ code: "no_permission", status: 422, whatsappCode: "138006" });
    expect(api.isYCloudError(new ProviderError("no_permission", "rejected"))).toBe(false);
    expect(api.isYCloudError(new Error("YCloudError"))).toBe(false);
  });
});
