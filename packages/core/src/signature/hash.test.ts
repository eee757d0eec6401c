import { expect, test, vi } from "vitest";
import { chooseHash, plainSha256, sha256Hex } from "./hash.ts";

const crypto = process.getBuiltinModule("node:crypto");

test("node:crypto is used where it has a hash in one call", () => {
  const getBuiltinModule = vi.fn(() => crypto);
  expect(chooseHash({ process: { getBuiltinModule } }, "sha256", plainSha256)).not.toBe(
    plainSha256,
  );
  expect(getBuiltinModule).toHaveBeenCalledWith("node:crypto");
});

test.each([
  {},
  { process: {} },
  { process: { getBuiltinModule: () => undefined } },
  { process: { getBuiltinModule: () => ({}) } },
])("plain JavaScript serves a browser, a Worker or an old Deno: %j", (runtime) =>
  expect(chooseHash(runtime, "sha256", plainSha256)).toBe(plainSha256),
);

test("sha256Hex agrees with FIPS 180", () => {
  expect(sha256Hex("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
});
