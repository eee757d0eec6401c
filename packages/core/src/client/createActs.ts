import type { CallRoutes } from "../contract/callRoutes.ts";
import type { JsonOf, JsonRouteOf, Routes } from "../contract/route.ts";
import type { CallClient, RequestOf } from "./createCallClient.ts";

/** The name of the function for each route that returns JSON. A table in which a route has no name does not compile. */
export type ActNames<Table extends Routes> = Readonly<Record<JsonRouteOf<Table>, string>>;

/** The names of the routes. The softphone's signalling uses the same names for the acts on a call. */
export const callActNames = {
  "POST /": "dial",
  "GET /permissions": "fetchPermission",
  "POST /permissions": "requestPermission",
  "GET /ice-servers": "fetchIceServers",
  "POST /{id}/claim": "claim",
  "POST /{id}/pre-accept": "preAccept",
  "POST /{id}/accept": "accept",
  "POST /{id}/reject": "reject",
  "POST /{id}/hangup": "hangUp",
  "POST /{id}/recording": "archive",
  "GET /availability": "fetchAvailability",
  "GET /call-hours": "fetchCallHours",
  "POST /call-hours": "setCallHours",
} as const satisfies ActNames<CallRoutes>;

/** The names of the acts on a call: their responses contain the call. */
export type CallActName = {
  [Text in keyof typeof callActNames]: JsonOf<CallRoutes[Text]> extends { call: unknown }
    ? (typeof callActNames)[Text]
    : never;
}[keyof typeof callActNames];

/** The functions that `createActs` creates: one for each route that returns JSON. */
export type NamedActs<Table extends Routes, Names extends ActNames<Table>> = {
  [Text in JsonRouteOf<Table> as Names[Text]]: (
    request: RequestOf<Table, Text>,
  ) => Promise<JsonOf<Table[Text]>>;
};

/**
 * Creates a function for each route that returns JSON.
 *
 * @example
 * const acts = createActs(client, callActNames);
 * const { call } = await acts.claim({ id, body: { sdp } });
 */
export function createActs<Table extends Routes, const Names extends ActNames<Table>>(
  client: CallClient<Table>,
  names: Names,
): NamedActs<Table, Names> {
  const acts = Object.entries<string>(names).map(([route, name]) => [
    name,
    (request: never) => client.send(route as JsonRouteOf<Table>, request),
  ]);
  return Object.fromEntries(acts) as NamedActs<Table, Names>;
}
