/**
 * What WhatsApp charges for calls: rate cards and estimates. `estimateCallCost` needs no phone metadata and no zod, so it
 * suits a page.
 *
 * @module
 */
export { assignCountries } from "./assignCountries.ts";
export { addDecimals } from "./decimals.ts";
export {
  type CallCost,
  type CallPrice,
  type CallToPrice,
  estimateCallCost,
  type FreeCall,
  type FreeCallReason,
  type UnknownCost,
  type UnknownCostReason,
} from "./estimateCallCost.ts";
export type { RateCard, RateMarket, RateSource, RateTier } from "./rateCard.ts";
export { readRateCards } from "./readRateCards.ts";
export { shippedRateCards } from "./shippedRateCards.ts";
export { talkSeconds } from "./talkSeconds.ts";
