/** Who sends a request. Returns the user's id; null when the token is not valid. */
export type Authenticate = (accessToken: string) => Promise<string | null>;
