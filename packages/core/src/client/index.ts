/**
 * The client of the call handler, without server code and without dependencies.
 *
 * @module
 */
export type { CallRoute, CallRoutes } from "../contract/callRoutes.ts";
export type {
  BodyOf,
  FileRouteOf,
  JsonAnswer,
  JsonOf,
  JsonRouteOf,
  ParamsOf,
  RawAnswer,
  Route,
  Routes,
  RouteText,
} from "../contract/route.ts";
export { type Clock, systemClock } from "../ports/clock.ts";
export { isTerminal, mayRing } from "../vocabulary/callStatus.ts";
export type { ProviderOutcome } from "../vocabulary/callsError.ts";
export type { ErrorCode } from "../vocabulary/errorCodes.ts";
export { type ErrorLanguage, errorSentence, isErrorCode } from "../vocabulary/errorSentence.ts";
export { isCallsError, outcomeOf } from "../vocabulary/isCallsError.ts";
export { CallClientError, type CallClientErrorFacts } from "./callClientError.ts";
export {
  type ActNames,
  type CallActName,
  callActNames,
  createActs,
  type NamedActs,
} from "./createActs.ts";
export {
  type CallClient,
  type CallClientOptions,
  createCallClient,
  type RequestClock,
  type RequestOf,
} from "./createCallClient.ts";
