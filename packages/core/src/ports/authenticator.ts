/** Tells who sends a request: returns the user's id, or null when the token is not valid. */
export type Authenticate = (accessToken: string) => Promise<string | null>;
