/** Where the page keeps what it has read of single calls; live updates find it by these keys. */
export const callKey = (id: string) => ["call", id] as const;
export const timelineKey = (id: string) => ["timeline", id] as const;
