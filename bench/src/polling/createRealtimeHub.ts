type Listener = (change: { eventType: string; old: { id?: string } }) => void;

export interface RealtimeHub {
  /** The members of a client with which a page subscribes. */
  client(): { channel(name: string): unknown; removeChannel(channel: unknown): unknown };
  /** Tells every page that a call has changed. */
  tell(id: string): void;
}

/** Creates a substitute for Supabase's Realtime: every page hears of every change at once. */
export function createRealtimeHub(): RealtimeHub {
  const listeners = new Map<unknown, Listener>();
  return {
    client: () => ({
      channel() {
        const channel = {
          on(_type: string, _filter: object, listener: Listener) {
            listeners.set(channel, listener);
            return channel;
          },
          subscribe(onState: (state: string) => void) {
            queueMicrotask(() => onState("SUBSCRIBED"));
            return channel;
          },
        };
        return channel;
      },
      removeChannel: (channel) => listeners.delete(channel),
    }),
    tell(id) {
      for (const listener of listeners.values()) listener({ eventType: "UPDATE", old: { id } });
    },
  };
}
