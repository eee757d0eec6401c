const keys = "0123456789*#ABCD";
/** The longest duration of one segment. A longer event continues as a new segment (RFC 4733, section 2.5.1.3). */
const longestSegment = 0xffff;

export interface TelephoneEventPacket {
  timestamp: number;
  marker: boolean;
  payload: Uint8Array;
}

/** Collects the keys of RFC 4733 packets. Packets may be late or repeated: each key is collected once. */
export function createDtmfCollector() {
  let digits = "";
  let last: { timestamp: number; code: number } | undefined;

  return {
    push({ timestamp, marker, payload }: TelephoneEventPacket): void {
      const [code] = payload;
      const key = code === undefined || payload.length < 4 ? undefined : keys[code];
      if (code === undefined || key === undefined) return;
      const step = last === undefined ? 1 : (timestamp - last.timestamp) | 0;
      if (step <= 0) return;
      const goesOn = !marker && step === longestSegment && code === last?.code;
      last = { timestamp, code };
      if (!goesOn) digits += key;
    },
    digits: () => digits,
  };
}
