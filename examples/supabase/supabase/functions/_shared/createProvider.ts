import type { CallProvider } from "@skale-calls/core";
import { createYCloudClient, createYCloudProvider } from "@skale-calls/ycloud-client";
import type { Environment } from "./environment.ts";

/** Creates the call provider YCloud, configured by the environment. */
export function createProvider(env: Environment, apiKey: string): CallProvider {
  const client = createYCloudClient({
    baseUrl: env.YCLOUD_API_BASE,
    authHeader: env.YCLOUD_AUTH_HEADER,
    apiKey,
  });
  const { YCLOUD_CALL_PATH: callPath, CALL_PERMISSION_TEMPLATE: permissionTemplate } = env;
  return createYCloudProvider({
    client,
    callPath,
    ...(permissionTemplate === undefined ? {} : { permissionTemplate }),
  });
}
