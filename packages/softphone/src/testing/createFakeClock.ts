export { createFakeClock, type FakeClock } from "@skale-calls/core/testing";
