import type { Sql } from "postgres";
import type { RpcClient } from "../src/createSupabaseCallStore.ts";

/**
 * Creates an `rpc` that runs directly on Postgres as the service role, like PostgREST without HTTP. With `role: null` it runs
 * as the connected user.
 */
export function createSqlRpcClient(sql: Sql, role: string | null = "service_role"): RpcClient {
  return {
    async rpc(name, args) {
      const [argument, value] = Object.entries(args ?? {})[0] ?? [];
      try {
        const data = await sql.begin(async (transaction) => {
          if (role !== null) await transaction`set local role ${transaction(role)}`;
          const [row] = await transaction.unsafe(
            `select public.${name}(${argument} => $1::text::jsonb) as data`,
            [JSON.stringify(value)],
          );
          return row?.data as unknown;
        });
        return { data, error: null, status: 200 };
      } catch (error) {
        const { message, code } = error as Error & { code?: string };
        return { data: null, error: { message, ...(code ? { code } : {}) }, status: 500 };
      }
    },
  };
}
