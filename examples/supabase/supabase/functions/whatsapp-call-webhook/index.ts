// Takes what the provider tells of calls. This file is yours: it is copied once and never overwritten.
import { serveWhatsappCallWebhook } from "../_shared/skale-calls.js";

serveWhatsappCallWebhook();

// One more sender is one more source:
// serveWhatsappCallWebhook((deps) => ({ ...deps, sources: [...deps.sources, mySource] }));
