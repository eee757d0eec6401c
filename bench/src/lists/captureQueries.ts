import { type CallService, createCallService } from "@skale-calls/supabase-adapter";
import { type Lite, signUpUser, startLite } from "@skale-calls/testkit";
import { createClient, type SupabaseClient } from "@supabase/supabase-js";

/** A statement as the API's server sends it to Postgres. */
export interface Statement {
  text: string;
  values: unknown[];
}

export interface Capture {
  /** The page's service, as an agent. Its statements do not depend on the agent. */
  service: CallService;
  client: SupabaseClient;
  /** Returns the statements on tables and functions of calls that the act causes. */
  capture(act: () => Promise<unknown>): Promise<Statement[]>;
  stop(): Promise<void>;
}

/** Starts the API in front of a database with one call, and records what supabase-js makes it send. */
export async function startCapture(databaseUrl: string): Promise<Capture> {
  const lite: Lite = await startLite({ databaseUrl });
  const { id, accessToken } = await signUpUser(lite, {
    email: "capture@example.com",
    password: "a long password",
  });
  await lite.exec(`
    insert into public.branches (id) values ('${id}');
    insert into public.users (id, branch_id) values ('${id}', '${id}');
    insert into public.whatsapp_calls (call_id, status, branch_id) values ('wacid.1', 'completada', '${id}');
  `);
  const sent: Statement[] = [];
  const { driver } = lite.connection as unknown as { driver: { reserve(): Promise<Reserved> } };
  const reserve = driver.reserve.bind(driver);
  driver.reserve = async () => {
    const reserved = await reserve();
    const unsafe = reserved.unsafe.bind(reserved);
    return Object.assign(reserved, {
      unsafe: (text: string, values: unknown[] = [], ...rest: unknown[]) => {
        if (/whatsapp_call|"?leads"?/.test(text)) sent.push({ text, values });
        return unsafe(text, values, ...rest);
      },
    });
  };
  const client: SupabaseClient = createClient(lite.url, lite.publishableKey, {
    auth: { persistSession: false, autoRefreshToken: false },
    global: { headers: { Authorization: `Bearer ${accessToken}` } },
  });
  return {
    client,
    service: createCallService(client, {
      url: lite.url,
      apiKey: lite.publishableKey,
      getAccessToken: () => accessToken,
    }),
    async capture(act) {
      sent.length = 0;
      await act();
      return sent.splice(0);
    },
    stop: () => lite.stop(),
  };
}

interface Reserved {
  unsafe(text: string, values?: unknown[], ...rest: unknown[]): Promise<unknown>;
  release(): void;
}
