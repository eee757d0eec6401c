import { isTerminal } from "@skale-calls/core";
import type { SoftphoneCall } from "@skale-calls/softphone";
import { useCall } from "@skale-calls/softphone/react";
import { readDuration } from "../../call/readDuration.ts";
import { useCallRow } from "../../call/useCallRow.ts";
import { formatDuration } from "../../format/formatDuration.ts";

interface TalkTime {
  text: string;
  /** Whether the time is WhatsApp's count, as in the history. Before WhatsApp's count arrives, it is this browser's count. */
  isFinal: boolean;
}

/** Reads the talk time of an ended call; null if nobody talked. */
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
