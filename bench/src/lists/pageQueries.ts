import type { CallService } from "@skale-calls/supabase-adapter";
import type { SupabaseClient } from "@supabase/supabase-js";

/** Values that each table has its own of. The captured statements contain these, and each run replaces them. */
export const places = {
  call: "11111111-0000-4000-8000-000000000001",
  lead: "11111111-0000-4000-8000-000000000002",
  phone: "+5215511111111",
  cursorTime: "2001-01-01T00:00:00Z",
  cursorId: "11111111-0000-4000-8000-000000000003",
  branch: "11111111-0000-4000-8000-000000000004",
} as const;
export type PlaceName = keyof typeof places;

export interface PageQuery {
  name: string;
  /** What the page does. */
  act(service: CallService): Promise<unknown>;
  /** Which of the statements of `act` belong to the query. Default: all. */
  statements?: "last";
  /** What the guide's service (section 4) does for the same, if it can. */
  guide?: (client: SupabaseClient) => PromiseLike<unknown>;
}

const day = 86_400_000;
const ago = (days: number) => new Date(Date.now() - days * day);
const cursor = btoa(`${places.cursorId} ${places.cursorTime}`).replaceAll("=", "");
const list = (filters: Parameters<CallService["fetchWhatsappCallsPage"]>[0]) => ({
  act: (service: CallService) => service.fetchWhatsappCallsPage(filters),
});
/** The guide's fetchWhatsappCalls. */
const guideList = (filters: Readonly<Record<string, string>> = {}) => ({
  guide: (client: SupabaseClient) => {
    const query = client.from("whatsapp_calls").select("*");
    return query.match(filters).order("created_at", { ascending: false }).limit(100);
  },
});
const window30 = { from: ago(30), to: ago(0) };
const timeZone = "America/Mexico_City";

/** What a page reads before the first change is told: the newest change, and those shortly before it. */
const hearChanges = (service: CallService) =>
  new Promise<void>((resolve) => {
    const stop = service.subscribeToCalls({
      onChange() {},
      onStart() {
        stop();
        resolve();
      },
    });
  });

/** Every query that the Calls page sends to the database, by what the person sees. */
export const pageQueries: readonly PageQuery[] = [
  { name: "history, first page", ...list({}), ...guideList() },
  { name: "history, page 1,000", ...list({ after: cursor }) },
  {
    name: "one branch",
    ...list({ branchId: places.branch }),
    ...guideList({ branch_id: places.branch }),
  },
  { name: "one branch, page 1,000", ...list({ branchId: places.branch, after: cursor }) },
  {
    name: "status completada",
    ...list({ status: "completada" }),
    ...guideList({ status: "completada" }),
  },
  { name: "status completada, page 1,000", ...list({ status: "completada", after: cursor }) },
  {
    name: "status fallida",
    ...list({ status: "fallida" }),
    ...guideList({ status: "fallida" }),
  },
  {
    name: "status en_curso",
    ...list({ status: "en_curso" }),
    ...guideList({ status: "en_curso" }),
  },
  { name: "missed", ...list({ missed: true }) },
  { name: "missed, page 1,000", ...list({ missed: true, after: cursor }) },
  { name: "direction saliente", ...list({ direction: "saliente" }) },
  { name: "by our call button", ...list({ entryPoint: "button" }) },
  { name: "last 7 days", ...list({ from: ago(7) }) },
  { name: "a month last year", ...list({ from: ago(400), to: ago(370) }) },
  { name: "search, a frequent name", ...list({ search: "garcia" }) },
  { name: "search, a rare name", ...list({ search: "olga zuniga ibanez" }) },
  { name: "search, nobody", ...list({ search: "xochitl quetzal" }) },
  { name: "search, a whole number", ...list({ search: places.phone }) },
  { name: "search, part of a number", ...list({ search: "555 1234" }) },
  { name: "search, number of nobody", ...list({ search: "999 999 9999" }) },
  { name: "said, rare words", ...list({ said: "sedán 1234" }) },
  { name: "said, frequent words", ...list({ said: "cotización" }) },
  { name: "lead's calls", ...list({ leadId: places.lead }) },
  { name: "contact's calls", ...list({ contactPhone: places.phone }) },
  { name: "detail", act: (service) => service.fetchWhatsappCall(places.call) },
  { name: "events", act: (service) => service.fetchCallTimeline(places.call) },
  { name: "recording's state", act: (service) => service.fetchCallMedia(places.call) },
  {
    name: "overview, 7 days",
    act: (service) => service.fetchCallsOverview({ from: ago(7), to: ago(0), timeZone }),
  },
  {
    name: "overview, 30 days",
    act: (service) => service.fetchCallsOverview({ ...window30, timeZone }),
  },
  { name: "calls to return", act: (service) => service.fetchCallsToReturn() },
  {
    name: "costs, 30 days by month",
    act: (service) =>
      service.fetchCallCosts({ ...window30, by: "month", accountTimeZone: timeZone }),
  },
  { name: "rate cards", act: (service) => service.fetchRateCards({ accountTimeZone: timeZone }) },
  { name: "agents' names", act: (service) => service.fetchAgentNames() },
  { name: "ringing calls", act: (service) => service.fetchRingingCalls() },
  { name: "changes, page opens", act: hearChanges },
  { name: "changes since last look", act: hearChanges, statements: "last" },
  { name: "followed call", act: (service) => service.fetchLiveCalls([places.call]) },
];
