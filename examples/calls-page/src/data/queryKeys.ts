/** The query keys of single calls. Live updates find the cached data by these keys. */
export const callKey = (id: string) => ["call", id] as const;
export const timelineKey = (id: string) => ["timeline", id] as const;
