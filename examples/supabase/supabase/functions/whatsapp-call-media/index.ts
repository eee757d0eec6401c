// Stores recordings and transcripts when a scheduler calls it. This file is yours: it is copied once and never overwritten.
import { whatsappCallMedia } from "../_shared/skale-calls.js";

Deno.serve(whatsappCallMedia(Deno.env.toObject()));

// The second argument changes the dependencies that the environment configures:
// whatsappCallMedia(Deno.env.toObject(), (deps) => ({ ...deps, limits: { concurrency: 8 } }))
