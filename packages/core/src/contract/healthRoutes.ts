import * as z from "zod";
import { storeErrors } from "./errorGroups.ts";
import { json, type Routes } from "./route.ts";

/** The route that every edge function has for load balancers and monitors. It needs no credential. */
export const healthRoutes = {
  "GET /health": {
    summary: "Tell whether the function is up and reaches its database",
    description:
      "Costs one small query. It answers 503 if the database does not answer in time, and 500 if the function is misconfigured or the migrations are missing.",
    isOpen: true,
    answers: {
      200: json(
        "Up.",
        z.object({
          ok: z.literal(true),
          version: z
            .string()
            .nullable()
            .describe("The version that the deployment states; null if it states none."),
        }),
      ),
    },
    errors: storeErrors,
  },
} as const satisfies Routes;

export type HealthRoutes = typeof healthRoutes;
