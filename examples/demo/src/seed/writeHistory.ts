import { createRandom } from "./createRandom.ts";
import { hiddenContact, strangers } from "./dealership.ts";
import {
  busy,
  missed,
  notAnswered,
  type Outcome,
  outcomes,
  talkedIn,
  talkedOut,
} from "./outcomes.ts";
import { credit, type RecordedTalk, testDrive } from "./recordedTalks.ts";
import { type CallOwner, type PlannedCall, type SeededCall, writeCall } from "./writeCall.ts";

const minute = 60_000;

/** Hours of the day and their weights. */
const hours = Object.entries({
  ...{ 9: 4, 10: 8, 11: 10, 12: 9, 13: 6, 14: 4 },
  ...{ 15: 5, 16: 8, 17: 9, 18: 7, 19: 3 },
}).map(([hour, weight]) => ({ hour: Number(hour), weight }));

/** The first leads have only the calls of today and yesterday that are listed below. */
const fresh: readonly {
  minutesAgo: number;
  lead: number | "hidden";
  outcome: Outcome;
  talk?: RecordedTalk;
}[] = [
  { minutesAgo: 26 * 60, lead: 0, outcome: talkedOut, talk: testDrive },
  { minutesAgo: 22 * 60, lead: 4, outcome: missed },
  { minutesAgo: 180, lead: 1, outcome: missed },
  { minutesAgo: 50, lead: 2, outcome: busy },
  { minutesAgo: 25, lead: 3, outcome: missed },
  { minutesAgo: 28 * 60, lead: 1, outcome: talkedIn, talk: credit },
  { minutesAgo: 30 * 60, lead: 5, outcome: talkedOut },
  { minutesAgo: 33 * 60, lead: 5, outcome: talkedOut },
  { minutesAgo: 75, lead: "hidden", outcome: missed },
  // Two calls in a row without an answer: WhatsApp warns the contact.
  { minutesAgo: 210, lead: 3, outcome: notAnswered },
  { minutesAgo: 140, lead: 3, outcome: notAnswered },
];
const freshLeads = 6;
const withoutPhone = { ...hiddenContact, id: null, phone: null };

/** The share of missed calls that agents have returned, except the missed calls of today and yesterday. */
const returned = 0.8;

export interface HistoryOptions extends CallOwner {
  now: Date;
  days: number;
}

/**
 * Writes a branch's calls of the last days, up to now. The calls of a day depend only on the date, so a start on a later day
 * adds the new days and keeps the old days.
 */
export function writeHistory(options: HistoryOptions): SeededCall[] {
  const { now, days } = options;
  const planned = Array.from({ length: days }, (_, age) => {
    const day = new Date(now.getFullYear(), now.getMonth(), now.getDate() - age);
    return planDay(options, day, age);
  });
  return [...planned.flat(), ...planFresh(options)]
    .map((call) => writeCall(call, options))
    .filter((call) => Date.parse(call.ended_at) < now.getTime());
}

const numberOf = (day: Date, index: number): string => {
  const date = day.getFullYear() * 10_000 + (day.getMonth() + 1) * 100 + day.getDate();
  return `${date}${String(index).padStart(4, "0")}`;
};

function planDay({ branch }: HistoryOptions, day: Date, age: number): PlannedCall[] {
  const leads = branch.leads.length > freshLeads ? branch.leads.slice(freshLeads) : branch.leads;
  const count = branch.callsByWeekday[day.getDay()] ?? 0;
  return Array.from({ length: count }, (_, index) => {
    const number = numberOf(day, 2 * index);
    const random = createRandom(`${branch.id} ${number}`);
    const { hour } = random.pickWeighted(hours, ({ weight }) => weight);
    const outcome = random.pickWeighted(outcomes, ({ share }) => share);
    const [name, phone] = random.pick(strangers);
    const isStranger = outcome.direction === "entrante" && random.next() < 0.15;
    const call: PlannedCall = {
      number,
      startsAt: new Date(day).setHours(hour) + Math.floor(random.next() * 60 * minute),
      outcome,
      lead: isStranger ? { id: null, full_name: name, phone } : random.pick(leads),
      random,
    };
    if (outcome !== missed || age < 2 || random.next() > returned) return [call];
    const startsAt = call.startsAt + (8 + random.next() * 80) * minute;
    return [call, { ...call, number: numberOf(day, 2 * index + 1), startsAt, outcome: talkedOut }];
  }).flat();
}

/** Plans calls of today and yesterday for the first view of the page, if there are enough leads. */
function planFresh({ branch, now }: HistoryOptions): PlannedCall[] {
  if (branch.leads.length <= freshLeads) return [];
  return fresh.flatMap(({ minutesAgo, lead: position, ...what }, index) => {
    const number = numberOf(now, 9_000 + index);
    const lead = position === "hidden" ? withoutPhone : branch.leads[position];
    const startsAt = now.getTime() - minutesAgo * minute;
    return lead ? [{ number, startsAt, lead, random: createRandom(number), ...what }] : [];
  });
}
