export {
  createDatabase,
  type DatabaseOptions,
  ensureTemplate,
  type TestDatabase,
} from "./createDatabase.ts";
export { createWav } from "./createWav.ts";
export { findFreePort } from "./findFreePort.ts";
export { type LaunchChromiumOptions, launchChromium } from "./launchChromium.ts";
export { type DenoResolution, denoBinary, denoCheck, resolutionFlags } from "./runDeno.ts";
export { type SignedUpUser, signUpUser } from "./signUpUser.ts";
export {
  type DenoFunction,
  type DenoFunctionOptions,
  startDenoFunction,
} from "./startDenoFunction.ts";
export { type Gateway, type GatewayOptions, startGateway } from "./startGateway.ts";
export { type Lite, type LiteOptions, startLite } from "./startLite.ts";
export { type Postgres, type PostgresOptions, startPostgres } from "./startPostgres.ts";
