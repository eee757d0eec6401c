import type { RpcClient } from "@skale-calls/supabase-adapter";
import type { Sql } from "postgres";

export function createStatementClient(sql: Sql): RpcClient {
  return {
    async rpc(name, args = {}) {
      const [[argument, value] = []] = Object.entries(args);
      try {
        const [row] = await sql.unsafe(
          `select public.${name}(${argument} => $1::text::jsonb) as data`,
          [JSON.stringify(value)],
          { prepare: true },
        );
        return { data: row?.data ?? null, error: null, status: 200 };
      } catch (error) {
        const { message, code, severity } = error as Error & { code?: string; severity?: string };
        const status = severity === undefined ? 0 : 500;
        return { data: null, error: { message, ...(code ? { code } : {}) }, status };
      }
    },
  };
}
