import { type Check, type Finding, fail, ok, warn } from "../check.ts";

/** `Date` headers have whole seconds. Webhooks are refused when the clocks differ by more than 300 s. */
const limits = { warn: 5, fail: 60 };

const providers = {
  ycloud: { name: "YCloud", base: "YCLOUD_API_BASE" },
  meta: { name: "Meta", base: "META_API_BASE" },
  twilio: { name: "Twilio", base: "TWILIO_API_BASE" },
} as const;

export const clockCheck: Check = {
  name: "clocks",
  async run({ env, diagnosis, fetch: send }) {
    const { name, base } = providers[env.CALL_PROVIDER];
    const clocks: [name: string, offset: number][] = [];
    const found = await diagnosis.catch(() => undefined);
    if (found) {
      clocks.push(["the database", Date.parse(found.now) - found.askedAt]);
      if (found.date)
        clocks.push(["Supabase's gateway", Date.parse(found.date) + 500 - found.askedAt]);
    }
    const startedAt = Date.now();
    const response = await send(env[base]).catch(() => undefined);
    const date = response?.headers.get("date");
    if (date) clocks.push([name, Date.parse(date) + 500 - (startedAt + Date.now()) / 2]);
    const away = clocks.flatMap(([clock, offset]): Finding[] => {
      const seconds = Math.abs(offset) / 1000;
      if (seconds < limits.warn) return [];
      const text = `The clock of ${clock} is ${Math.round(seconds)} s ${offset > 0 ? "ahead of" : "behind"} this machine's. If others agree with it, set this machine's clock by NTP; otherwise tell its operator.`;
      return [seconds < limits.fail ? warn(text) : fail(text)];
    });
    if (clocks.length === 0)
      return [
        warn(
          "No other clock answered, so this machine's could not be compared. Mend the other failures first.",
        ),
      ];
    return away.length > 0
      ? away
      : [
          ok(
            `${clocks.map(([clock]) => clock).join(", ")} and this machine agree within ${limits.warn} s.`,
          ),
        ];
  },
};
