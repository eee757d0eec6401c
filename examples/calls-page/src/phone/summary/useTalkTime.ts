import { isTerminal } from "@skale-calls/core";
import type { SoftphoneCall } from "@skale-calls/softphone";
import { useCall } from "@skale-calls/softphone/react";
import { readDuration } from "../../call/readDuration.ts";
import { useCallRow } from "../../call/useCallRow.ts";
import { formatDuration } from "../../format/formatDuration.ts";

interface TalkTime {
  text: string;
  /** WhatsApp's count, as the history has it; before that, this browser's. */
  isFinal: boolean;
}

/** How long a call was talked that has ended; null when it was not. */
export function useTalkTime(call: SoftphoneCall): TalkTime | null {
  const { answeredAt, endedAt, row } = useCall(call);
  const { data } = useCallRow(call.id, { enabled: row !== null });
  if (data && isTerminal(data.status)) {
    const text = readDuration(data);
    return text === null ? null : { text, isFinal: true };
  }
  if (answeredAt === null || endedAt === null) return null;
  return { text: formatDuration((endedAt - answeredAt) / 1000), isFinal: false };
}
