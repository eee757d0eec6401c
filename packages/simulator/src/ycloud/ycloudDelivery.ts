import type { DeliveryRules } from "../delivery/deliveryRules.ts";

/** YCloud's delivery of webhooks (docs.ycloud.com, "Webhooks"): any 2xx ends it, and there are eight attempts. */
export const ycloudDelivery: DeliveryRules = {
  retryDelaysMs: [10_000, 30_000, 300_000, 1_800_000, 3_600_000, 7_200_000, 7_200_000],
  isTaken: (status) => status >= 200 && status < 300,
  timeoutMs: 10_000,
};
