/** Milliseconds since a time of `performance.now()`, to a tenth: more digits tell nobody anything. */
export const msSince = (startedAt: number): number =>
  Math.round((performance.now() - startedAt) * 10) / 10;
