export { createWav } from "./browser/createWav.ts";
export { type LaunchFirefoxOptions, launchFirefox } from "./browser/firefox/launchFirefox.ts";
export { type LaunchChromiumOptions, launchChromium } from "./browser/launchChromium.ts";
export { type DenoResolution, denoBinary, denoCheck, resolutionFlags } from "./deno/runDeno.ts";
export {
  type DenoFunction,
  type DenoFunctionOptions,
  startDenoFunction,
} from "./deno/startDenoFunction.ts";
export { type SignedUpUser, signUpUser } from "./lite/signUpUser.ts";
export { type Lite, type LiteOptions, startLite } from "./lite/startLite.ts";
export { writeSdp } from "./media/writeSdp.ts";
export { controlSimulator } from "./net/controlSimulator.ts";
export { findFreePort } from "./net/findFreePort.ts";
export { type Gateway, type GatewayOptions, startGateway } from "./net/startGateway.ts";
export {
  createDatabase,
  type DatabaseOptions,
  ensureTemplate,
  type TestDatabase,
} from "./postgres/createDatabase.ts";
export {
  durable,
  type Postgres,
  type PostgresOptions,
  type Shutdown,
  startPostgres,
} from "./postgres/startPostgres.ts";
export { type PostgresProxy, startPostgresProxy } from "./postgres/startPostgresProxy.ts";
