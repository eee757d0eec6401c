import { expect, test, vi } from "vitest";
import { chooseHash, plainSha256, sha256Hex } from "./hash.ts";

const crypto = process.getBuiltinModule("node:crypto");

/** Long enough for node:crypto to be worth its loading. */
const long = "x".repeat(70_000);

test("node:crypto is loaded once, and only for many bytes", () => {
  const getBuiltinModule = vi.fn((_name: string) => crypto);
  const plain = vi.fn(plainSha256);
  const hash = chooseHash({ process: { getBuiltinModule } }, "sha256", plain);
  const short = long.slice(0, 600);
  for (let i = 0; i < 200; i++) expect(hash(short)).toBe(plainSha256(short));
  expect(plain).toHaveBeenCalledTimes(109);
  expect(getBuiltinModule).toHaveBeenCalledOnce();
  expect(getBuiltinModule).toHaveBeenCalledWith("node:crypto");
});

test("a long message is hashed by node:crypto at once", () => {
  const plain = vi.fn(plainSha256);
  const hash = chooseHash({ process }, "sha256", plain);
  expect(hash(long)).toBe(plainSha256(long));
  expect(plain).not.toHaveBeenCalled();
});

test.each([
  {},
  { process: {} },
  { process: { getBuiltinModule: () => undefined } },
  { process: { getBuiltinModule: () => ({}) } },
])("plain JavaScript serves a browser, a Worker or an old Deno: %j", (runtime) => {
  const plain = vi.fn(plainSha256);
  const hash = chooseHash(runtime, "sha256", plain);
  expect(hash(long)).toBe(plainSha256(long));
  expect(plain).toHaveBeenCalledOnce();
});

test("sha256Hex agrees with FIPS 180", () => {
  expect(sha256Hex("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
});
