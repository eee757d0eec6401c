// Dials, answers and ends calls for signed-in agents. This file is yours: it is copied once and never overwritten.
import { serveWhatsappCall } from "../_shared/skale-calls.js";

serveWhatsappCall();

// What the environment does not say is said here. The function gets what was made of the environment:
// serveWhatsappCall((deps) => ({ ...deps, allowedOrigins: ["https://app.example"] }));
