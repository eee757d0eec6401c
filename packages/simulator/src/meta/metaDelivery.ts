import type { DeliveryRules } from "../delivery/deliveryRules.ts";

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

/**
 * Meta's delivery of webhooks (Meta, "Webhooks", and "Calling", "FAQ"): only a 200 ends it, a request times out after about
 * 20 seconds, and deliveries are repeated with decreasing frequency for up to 7 days. Meta does not document the waits:
 * these are chosen so that they grow and end within 7 days.
 */
export const metaDelivery: DeliveryRules = {
  retryDelaysMs: [
    ...[10 * second, minute, 5 * minute, 30 * minute],
    ...[2 * hour, 6 * hour, 12 * hour, 24 * hour, 48 * hour, 72 * hour],
  ],
  isTaken: (status) => status === 200,
  timeoutMs: 20 * second,
};
