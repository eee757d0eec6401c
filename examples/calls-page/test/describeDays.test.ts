import { createInstance, type TFunction } from "i18next";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { describeDays } from "../src/history/describeDays.ts";
import { es } from "../src/i18n/es/index.ts";

const i18n = createInstance();
beforeEach(async () => {
  vi.useFakeTimers({ now: new Date(2026, 10, 22, 12), toFake: ["Date"] });
  await i18n.init({ lng: "es", resources: { es } });
});
afterEach(() => void vi.useRealTimers());

it.each([
  [{}, null],
  [{ from: "2026-11-22" }, "Hoy"],
  [{ from: "2026-11-16" }, "7 días"],
  [{ from: "2026-11-03" }, "desde 3 nov"],
  [{ to: "2026-11-08" }, "hasta 8 nov"],
  [{ from: "2026-11-03", to: "2026-11-08" }, "3–8 nov"],
  [{ from: "2025-12-30", to: "2026-01-02" }, "30 dic 2025–2 ene 2026"],
])("%j is written %s", (search, text) => {
  const t = i18n.getFixedT("es", "history") as unknown as TFunction<"history">;
  expect(describeDays(search, t, "es")?.replace(/\s–\s/, "–") ?? null).toBe(text);
});
