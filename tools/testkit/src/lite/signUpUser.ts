import { createClient } from "@supabase/supabase-js";

export interface SignedUpUser {
  id: string;
  accessToken: string;
}

/**
 * Signs a user up as a browser does. The e-mail address needs no confirmation.
 *
 * @example
 * const agent = await signUpUser(lite, { email: "ana@example.com", password: "a long password" });
 */
export async function signUpUser(
  api: { url: string; publishableKey: string },
  credentials: { email: string; password: string },
): Promise<SignedUpUser> {
  const client = createClient(api.url, api.publishableKey, {
    auth: { persistSession: false, autoRefreshToken: false },
  });
  const { data, error } = await client.auth.signUp(credentials);
  if (error !== null) {
    throw error;
  }
  if (data.user === null || data.session === null) {
    throw new Error(
      "The sign-up opened no session: does this project require the confirmation of e-mail addresses?",
    );
  }
  return { id: data.user.id, accessToken: data.session.access_token };
}
