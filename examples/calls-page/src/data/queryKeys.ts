/** Where the page keeps what it has read; live updates find it by these keys. A list's key goes on with its filters. */
export const callsKey = "calls";
export const callKey = (id: string) => ["call", id] as const;
export const timelineKey = (id: string) => ["timeline", id] as const;
