// biome-ignore format: one line says it
export const flatEventNames = ["initiated", "ringing", "answered", "completed", "failed", "canceled", "no-answer", "busy"] as const;
export type FlatEventName = (typeof flatEventNames)[number];

/** The webhook of a click-to-call call (the guide, section 2.2): no envelope, no event id, no clock. */
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
