// Receives the provider's events. This file is yours: it is copied once and never overwritten.
import { whatsappCallWebhook } from "../_shared/skale-calls.js";

Deno.serve(whatsappCallWebhook(Deno.env.toObject()));

// To add a sender, put its source before those of the environment:
// whatsappCallWebhook(Deno.env.toObject(), (deps) => ({ ...deps, sources: [mySource, ...deps.sources] }))
