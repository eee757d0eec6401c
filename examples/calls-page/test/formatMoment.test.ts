import { expect, it } from "vitest";
import { formatRecent } from "../src/format/formatMoment.ts";

/** A moment by the local clock, as on the page. */
const now = new Date(2026, 10, 22, 0, 30);
const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000).toISOString();

it.each([
  [0, "ahora"],
  [-0.2, "ahora"],
  [5, "hace 5 min"],
  // Yesterday, but less than an hour ago.
  [45, "hace 45 min"],
  [90, "ayer, 23:00"],
  [24 * 60, "ayer, 0:30"],
  [26 * 60, "20 nov, 22:30"],
  [365 * 24 * 60, "22 nov 2025, 0:30"],
])("%d minutes ago", (minutes, text) => {
  expect(formatRecent(ago(minutes), now, "es")).toBe(text);
});

it("formats the current moment in English, too", () => {
  expect(formatRecent(ago(0.5), now, "en")).toBe("now");
});
