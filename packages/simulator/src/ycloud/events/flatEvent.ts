// biome-ignore format: fits one line
export const flatEventNames = ["initiated", "ringing", "answered", "completed", "failed", "canceled", "no-answer", "busy"] as const;
export type FlatEventName = (typeof flatEventNames)[number];

/** An event of a click-to-call call (integration guide, section 2.2). It has no envelope, event id or time. */
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
