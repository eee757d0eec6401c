/** The query keys of single calls. Live updates find the cached data by these keys. */
export const callKey = (id: string) => ["call", id] as const;
export const timelineKey = (id: string) => ["timeline", id] as const;
/** The key of a call's stored recording and transcript, which may change with the call. */
export const mediaKey = (id: string, updatedAt: string) => ["callMedia", id, updatedAt] as const;
