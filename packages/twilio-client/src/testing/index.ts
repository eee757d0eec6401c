// Webhooks as Twilio sends them, signed.

export { type SignTwilioWebhookOptions, signTwilioWebhook } from "./signTwilioWebhook.ts";
export {
  type TwilioFixtureName,
  type TwilioWebhook,
  twilioEvent,
  twilioFixtures,
  twilioParties,
} from "./twilioFixtures.ts";
export { twilioVectors } from "./twilioVectors.ts";
