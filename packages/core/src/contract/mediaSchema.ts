import * as z from "zod";
import { mediaKinds, mediaStatuses } from "../rules/media.ts";

/** The state of a call's recording or transcript in the queue. */
export const mediaSchema = z
  .object({
    kind: z.enum(mediaKinds),
    status: z.enum(mediaStatuses),
    attempts: z.int(),
    path: z.string().nullable(),
    media_type: z.string().nullable(),
    bytes: z.number().nullable(),
    sha256: z.string().nullable(),
    error_code: z.string().nullable().describe("Why the last attempt failed."),
    next_at: z.string(),
    stored_at: z.string().nullable(),
  })
  .meta({ id: "CallMedia" });
