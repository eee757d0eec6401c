import type { CallsClient } from "../src/index.ts";

interface Change {
  eventType: string;
  old: { id?: string };
}

/** A client with a Realtime channel that the test controls. */
export function createRealtime(client: CallsClient) {
  let onChange: (change: Change) => void = () => {};
  let onState: (state: string) => void = () => {};
  const filters: unknown[] = [];
  const removed: unknown[] = [];
  const channel = {
    on(type: string, filter: object, listener: typeof onChange) {
      filters.push({ type, ...filter });
      onChange = listener;
      return channel;
    },
    subscribe(listener: typeof onState) {
      onState = listener;
      return channel;
    },
  };
  return {
    client: {
      ...client,
      channel: () => channel,
      removeChannel: (gone: unknown) => Promise.resolve(removed.push(gone)),
    } as unknown as CallsClient,
    channel,
    /** The subscribed changes. */
    filters,
    /** The channels that were removed. */
    removed,
    say: (change: Change) => onChange(change),
    state: (state: string) => onState(state),
  };
}
