import type { PickupCount } from "../rules/pickups.ts";

/** When the pickup rate is called low. */
export interface PickupWarning {
  /** The rate, 0 to 1, below which the warning is shown. */
  rate: number;
  /** The fewest incoming calls in a period for which a rate is judged. */
  calls: number;
}

/**
 * The default is ours: WhatsApp publishes no threshold. It warns early, because WhatsApp hides the call button of a number
 * whose incoming calls are not answered.
 */
export const defaultPickupWarning: PickupWarning = { rate: 0.6, calls: 10 };

/** True if enough calls of a period are counted and too few of them were answered. */
export const isPickupLow = (
  { incoming, answered }: PickupCount,
  { rate, calls }: PickupWarning,
): boolean => incoming >= calls && answered < rate * incoming;
