import { type Authenticate, CallsError } from "@skale-calls/core";

/** The part of a supabase-js client that identifies the owner of a token. */
export interface AuthClient {
  auth: {
    getUser(token: string): Promise<{
      data: { user: { id: string } | null };
      error: { message: string; status?: number | undefined } | null;
    }>;
  };
}

/**
 * Creates a function that asks Supabase Auth for the owner of a token. Auth refuses the token of a signed-out or deleted user
 * at once.
 *
 * @throws CallsError from the function: `store_unavailable` when Auth cannot be reached.
 */
export function createSupabaseAuthenticator({ client }: { client: AuthClient }): Authenticate {
  return async (token) => {
    const { data, error } = await client.auth.getUser(token);
    if (data.user) return data.user.id;
    const status = error?.status ?? 0;
    if (error && (status === 0 || status >= 500)) {
      throw new CallsError("store_unavailable", { cause: new Error(error.message) });
    }
    return null;
  };
}
