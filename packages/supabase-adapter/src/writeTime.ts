/** ISO 8601. */
export function writeTime(time: Date | string): string {
  return typeof time === "string" ? time : time.toISOString();
}
