export { type Clock, systemClock } from "@skale-calls/core/client";
