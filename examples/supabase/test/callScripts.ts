/** A call as YCloud's events, and its expected end. */
export interface CallScript {
  wacid: string;
  events: object[];
  status: string;
  endReason: string;
}

const business = "+5215500000001";
const phoneId = "461269257068832";

type Way = "in" | "out";
type Step = { say: "connect" | "RINGING" | "ACCEPTED" | "REJECTED" } | { end: object };
const talked = (start: number) => ({
  startTime: start,
  endTime: start + 9_000,
  duration: 9,
  status: "COMPLETED",
});

/** Possible calls: the steps, and the end according to the status table. */
const plots: readonly {
  way: Way;
  steps: (start: number) => Step[];
  status: string;
  endReason: string;
}[] = [
  {
    way: "out",
    steps: (start) => [
      { say: "connect" },
      { say: "RINGING" },
      { say: "ACCEPTED" },
      { end: talked(start) },
    ],
    status: "completada",
    endReason: "completed",
  },
  {
    way: "out",
    steps: () => [
      { say: "connect" },
      { say: "RINGING" },
      { say: "REJECTED" },
      { end: { status: "COMPLETED" } },
    ],
    status: "no_contestada",
    endReason: "declined",
  },
  {
    way: "out",
    steps: (start) => [
      { say: "connect" },
      { say: "RINGING" },
      { say: "ACCEPTED" },
      { end: { ...talked(start), status: "FAILED", errorCode: "138021" } },
    ],
    status: "fallida",
    endReason: "failed",
  },
  {
    way: "out",
    steps: () => [
      { say: "connect" },
      { say: "RINGING" },
      { say: "RINGING" },
      { end: { status: "COMPLETED" } },
    ],
    status: "no_contestada",
    endReason: "no_answer",
  },
  {
    way: "in",
    steps: (start) => [
      { say: "connect" },
      { say: "connect" },
      { end: talked(start) },
      { end: talked(start) },
    ],
    status: "completada",
    endReason: "completed",
  },
  {
    way: "in",
    steps: () => [
      { say: "connect" },
      { say: "connect" },
      { end: { status: "FAILED" } },
      { end: { status: "COMPLETED" } },
    ],
    status: "no_contestada",
    endReason: "missed",
  },
];

/** Writes the scripts of `count` calls, which use the plots in turn, with four events each. */
export function writeCallScripts(count: number): CallScript[] {
  const now = Math.floor(Date.now() / 1000) * 1000 - 30_000;
  return Array.from({ length: count }, (_, index) => {
    const plot = plots[index % plots.length];
    if (!plot) throw new Error("no plot");
    const wacid = `wacid.storm.${index}==`;
    const customer = `+52559${String(index).padStart(7, "0")}`;
    const sides =
      plot.way === "in" ? { from: customer, to: business } : { from: business, to: customer };
    const direction = plot.way === "in" ? "USER_INITIATED" : "BUSINESS_INITIATED";
    const common = { wacid, phoneId, ...sides, direction };
    const events = plot.steps(now).map((step, place) => {
      const envelope = (type: string) => ({
        id: `evt_${index}_${place}`,
        type: `whatsapp.call.${type}`,
        apiVersion: "v2",
        createTime: new Date(now + place * 1000).toISOString(),
      });
      if ("end" in step)
        return { ...envelope("terminate"), callingTerminate: { ...common, ...step.end } };
      if (step.say === "connect") {
        const sdpType = plot.way === "in" ? "offer" : "answer";
        return {
          ...envelope("connect"),
          callingConnect: { ...common, sdpType, sdp: "v=0\r\ns=-\r\n" },
        };
      }
      return {
        ...envelope("status.updated"),
        callingStatusUpdated: { wabaId: "1", wacid, status: step.say, recipientPhone: customer },
      };
    });
    return { wacid, events, status: plot.status, endReason: plot.endReason };
  });
}

/** The items in another order, which is the same for the same seed. */
export function shuffle<T>(items: readonly T[], seed: number): T[] {
  const shuffled = [...items];
  let state = seed;
  for (let last = shuffled.length - 1; last > 0; last -= 1) {
    // A linear congruential generator: the order is arbitrary but repeatable.
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    const other = state % (last + 1);
    [shuffled[last], shuffled[other]] = [shuffled[other] as T, shuffled[last] as T];
  }
  return shuffled;
}
