import { expect, it } from "vitest";
import { addSeconds, findNextStamp } from "../../src/migrations/findNextStamp.ts";

const now = new Date("2026-11-26T08:15:00.900Z");

it.each([
  [[], "20261126081500"],
  [["20261126081459_a.sql"], "20261126081500"],
  [["20261126081500_a.sql"], "20261126081501"],
  [["20261231235959_a.sql", "20250101000000_b.sql"], "20270101000000"],
  // Milliseconds.
  [["20261126081500123_a.sql"], "20261126081501"],
  // By name, shorter versions sort after every longer one that begins with them.
  [["20261126_a.sql"], "20261127000000"],
  [["20261231_a.sql"], "20270101000000"],
  [["202611_a.sql"], "20261201000000"],
  [["2026_a.sql"], "20270101000000"],
  [["2026112608_a.sql"], "20261126090000"],
  [["0001_init.sql", "1_init.sql"], "20261126081500"],
  // Versions that are not dates.
  [["20269999999999_a.sql"], "20270101000000"],
  [["20260000000000_a.sql"], "20261126081500"],
  [["202699999_a.sql"], "20270101000000"],
  // Names that are not migrations.
  [["zz.sql", "99.sql", "seed_1.sql"], "20261126081500"],
])("after %j comes %s", (names, stamp) => {
  expect(findNextStamp(names, now)).toBe(stamp);
  for (const name of names) {
    if (/^\d+_/.test(name)) {
      expect(`${stamp}_x.sql` > name).toBe(true);
      expect(stamp > (name.split("_")[0] ?? "")).toBe(true);
    }
  }
});

it.each(["2_a.sql", "99_a.sql", "99991231235959_a.sql", "99999999999999_a.sql"])(
  "nothing comes after %s",
  (name) => {
    expect(() => findNextStamp([name], now)).toThrow(`${name} sorts after every date`);
  },
);

it("counts seconds across the ends of days and years", () => {
  expect(addSeconds("20261231235958", 3)).toBe("20270101000001");
});
