import { callRoutes } from "../src/contract/callRoutes.ts";
import { healthRoutes } from "../src/contract/healthRoutes.ts";
import { mediaRoutes } from "../src/contract/mediaRoutes.ts";
import { webhookRoutes } from "../src/contract/webhookRoutes.ts";
import { createOpenApi, type Service } from "./createOpenApi.ts";

/** The edge functions. */
export const services = {
  "whatsapp-call": {
    description: "Calls of agents.",
    routes: { ...callRoutes, ...healthRoutes },
    isForAgents: true,
  },
  "whatsapp-call-webhook": {
    description: "Webhooks of providers, verified by the sender's signature or token.",
    routes: { ...webhookRoutes, ...healthRoutes },
    isForAgents: false,
  },
  "whatsapp-call-media": {
    description: "Runs of the worker that stores recordings and transcripts, for a scheduler.",
    routes: { ...mediaRoutes, ...healthRoutes },
    isForAgents: false,
  },
} as const satisfies Record<string, Service>;

/** The committed document. */
export const openApiFile = new URL("../openapi.json", import.meta.url);

/** The text of the document. */
export const openApiText = `${JSON.stringify(createOpenApi(services), null, 2)}\n`;
