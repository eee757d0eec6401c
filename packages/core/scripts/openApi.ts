import { callRoutes } from "../src/contract/callRoutes.ts";
import { webhookRoutes } from "../src/contract/webhookRoutes.ts";
import { createOpenApi, type Service } from "./createOpenApi.ts";

/** The edge functions. */
export const services = {
  "whatsapp-call": {
    description: "What agents do.",
    routes: callRoutes,
    isForAgents: true,
  },
  "whatsapp-call-webhook": {
    description: "What providers tell. Authentic by the sender's signature or token.",
    routes: webhookRoutes,
    isForAgents: false,
  },
} as const satisfies Record<string, Service>;

/** Where the document stands. */
export const openApiFile = new URL("../openapi.json", import.meta.url);

/** The document as its file has it. */
export const openApiText = `${JSON.stringify(createOpenApi(services), null, 2)}\n`;
