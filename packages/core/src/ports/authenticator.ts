/** Identifies the sender of a request: returns the user's id, or null if the token is not valid. */
export type Authenticate = (accessToken: string) => Promise<string | null>;
