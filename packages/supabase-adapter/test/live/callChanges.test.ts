import fc from "fast-check";
import { expect, it } from "vitest";
import { trackCallChanges } from "../../src/live/callChanges.ts";
import { makeListedCall } from "../list/makeListedCall.ts";

const start = Date.UTC(2026, 10, 1);
const second = 1000;
/** The longest transaction, in milliseconds. */
const longest = 10 * second;
const at = (time: number) => new Date(start + time).toISOString();

/** A row that a transaction writes: `updated_at` is its start, and readers see it from its end. */
interface Written {
  call: ReturnType<typeof makeListedCall>;
  began: number;
  ended: number;
}

function write(id: number, began: number, length: number): Written {
  const call = makeListedCall({ id: `call ${id}`, call_id: `wacid.${id}`, updated_at: at(began) });
  return { call, began, ended: began + length };
}

/** Reads at these times, as the feed does, and returns how often each row was reported and how many rows each reading found. */
function follow(rows: readonly Written[], readings: readonly number[], clockError: number) {
  let now = 0;
  const clock = { now: () => start + now + clockError };
  const changes = trackCallChanges(at(0), [], clock);
  const reported: string[] = [];
  const found = readings.map((time) => {
    now = time;
    const since = changes.since() ?? "";
    const read = rows.filter(({ call, ended }) => ended <= time && call.updated_at >= since);
    reported.push(...changes.take(read.map(({ call }) => call)).map(({ call }) => call.id));
    return read.length;
  });
  return { reported, found };
}

it("reports every row once, however long its transaction took and whenever the page reads", () => {
  const anyRow = fc.tuple(
    fc.integer({ min: 1, max: 60 * second }),
    fc.integer({ min: 0, max: longest }),
  );
  const anyPauses = fc.array(
    fc.oneof(fc.integer({ min: 1, max: 3 * second }), fc.constantFrom(30 * second, 3600 * second)),
    { minLength: 1, maxLength: 60 },
  );
  fc.assert(
    fc.property(
      fc.array(anyRow, { maxLength: 30 }),
      anyPauses,
      fc.integer({ min: -3600 * second, max: 3600 * second }),
      (drawn, pauses, clockError) => {
        const rows = drawn.map(([began, length], id) => write(id, began, length));
        let time = 0;
        const readings = [...pauses, 80 * second, 1].map((pause) => (time += pause));
        const { reported } = follow(rows, readings, clockError);
        expect([...reported].sort()).toEqual(rows.map(({ call }) => call.id).sort());
      },
    ),
    { numRuns: 500, seed: 11 },
  );
});

it("finds one row while nothing changes, not all of the last ten seconds", () => {
  const rows = Array.from({ length: 20 }, (_row, id) => write(id, id * 400, 5));
  const readings = Array.from({ length: 30 }, (_reading, index) => 8000 + index * 1100);
  const { found } = follow(rows, readings, 0);
  expect(found[0]).toBe(20);
  expect(found.slice(12)).toEqual(found.slice(12).map(() => 1));
});
