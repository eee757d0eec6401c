// Dials, answers and ends calls for signed-in agents. This file is yours: it is copied once and never overwritten.
import { whatsappCall } from "../_shared/skale-calls.js";

Deno.serve(whatsappCall(Deno.env.toObject()));

// The second argument changes the dependencies that the environment configures:
// whatsappCall(Deno.env.toObject(), (deps) => ({ ...deps, allowedOrigins: ["https://app.example"] }))
