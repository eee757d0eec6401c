import { expect, it } from "vitest";
import { writeTranscript } from "./writeTranscript.ts";

it.each([0, 700, 4_000, 9_000, 600_000])("a transcript of %d ms fits the call", (ms) => {
  const { text, segments } = writeTranscript(ms);
  expect(segments.length).toBeGreaterThan(0);
  expect(text).toBe(segments.map((segment) => segment.text).join(" "));
  for (const [index, { start, end }] of segments.entries()) {
    expect(start).toBeLessThanOrEqual(end);
    expect(end * 1000).toBeLessThanOrEqual(ms);
    expect(start).toBeGreaterThanOrEqual(segments[index - 1]?.end ?? 0);
  }
});

it("a transcript of a long call has both speakers, in turns", () => {
  const speakers = writeTranscript(60_000).segments.map(({ speaker }) => speaker);
  expect(speakers).toEqual(["business", "user", "business", "user", "business", "user"]);
});
