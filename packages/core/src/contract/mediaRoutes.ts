import * as z from "zod";
import { storeErrors } from "./errorGroups.ts";
import { json, type Routes } from "./route.ts";

const summary = z.object({
  ok: z.literal(true),
  stored: z.int().describe("Recordings and transcripts that were stored."),
  failed: z.int().describe("Attempts that failed; the queue repeats them."),
  removed: z.int().describe("Files that were deleted because their time is over."),
});

/** The route of the edge function `whatsapp-call-media`, which a scheduler calls. */
export const mediaRoutes = {
  "POST /": {
    summary: "Store the recordings and transcripts that are due",
    description:
      "Needs the project's secret key in the header `apikey`. Any number of requests may run at the same time.",
    answers: { 200: json("The run is over.", summary) },
    errors: ["unauthorized", ...storeErrors],
  },
} as const satisfies Routes;

export type MediaRoutes = typeof mediaRoutes;
