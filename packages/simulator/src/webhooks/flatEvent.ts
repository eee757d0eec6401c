// biome-ignore format: fits one line
export const flatEventNames = ["initiated", "ringing", "answered", "completed", "failed", "canceled", "no-answer", "busy"] as const;
export type FlatEventName = (typeof flatEventNames)[number];

/** The webhook of a click-to-call call, as in section 2.2 of the integration guide: no envelope, event id or time. */
export interface FlatEvent {
  call_id: string;
  event: FlatEventName;
  from: string;
  to: string;
  /** Whole seconds. */
  duration?: number;
  recording_url?: string;
  transcript?: string;
}
