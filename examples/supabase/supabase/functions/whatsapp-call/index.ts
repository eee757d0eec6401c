// Dials, answers and ends calls for signed-in agents. This file is yours: it is copied once and never overwritten.
import { whatsappCall } from "../_shared/skale-calls.js";

Deno.serve(whatsappCall(Deno.env.toObject()));

// What the environment does not say is said here: the second argument changes what was made of it.
// whatsappCall(Deno.env.toObject(), (deps) => ({ ...deps, allowedOrigins: ["https://app.example"] }))
