import { type Availability, type AvailabilityReason, availabilityReasons } from "@skale-calls/core";
import { useQuery } from "@tanstack/react-query";
import { useServices } from "../services.ts";
import { minute, useNow } from "../ui/useNow.ts";
import { useInboxes } from "./useInboxes.ts";

/** The reasons that agents should know, although they prevent no calls. */
const warningCodes: readonly AvailabilityReason["code"][] = [
  "call_button_hidden",
  "other_restriction",
  "quality_warning",
  "pickup_low",
];

export interface InboxAvailability {
  /** What prevents outgoing calls now. */
  blocks: AvailabilityReason[];
  /** What prevents outgoing or incoming calls now. */
  limits: AvailabilityReason[];
  warnings: AvailabilityReason[];
}

const nothing: InboxAvailability = { blocks: [], limits: [], warnings: [] };

/** Reads whether the number to call from may call and be called. Without an answer of the server, nothing is shown. */
export function useAvailability(): InboxAvailability {
  const { calls } = useServices();
  const { inboxes, chosen } = useInboxes();
  const now = useNow(minute);
  const inboxId = (chosen ?? inboxes[0])?.id;
  const { data } = useQuery({
    queryKey: ["availability", inboxId],
    enabled: inboxId !== undefined,
    queryFn: () => calls.fetchCallAvailability({ inboxId: inboxId ?? null }),
    refetchInterval: minute,
    retry: false,
  });
  return data ? readNotices(data, now) : nothing;
}

/** Reads the reasons that are valid at a moment: those whose end is over are left out. */
function readNotices({ reasons }: Availability, now: number): InboxAvailability {
  const current = reasons.filter(({ until }) => until === null || Date.parse(until) > now);
  const prevents = ({ code }: AvailabilityReason): readonly string[] =>
    // A newer server may have more codes.
    Object.hasOwn(availabilityReasons, code) ? availabilityReasons[code].prevents : [];
  return {
    blocks: current.filter((reason) => prevents(reason).includes("outgoing")),
    limits: current.filter((reason) => prevents(reason).length > 0),
    warnings: current.filter(({ code }) => warningCodes.includes(code)),
  };
}
