import type { Sql } from "postgres";
import type { RpcClient } from "../src/createSupabaseCallStore.ts";
import { createPostgresClient } from "../src/postgres/createPostgresClient.ts";

/**
 * Creates an `rpc` that runs directly on Postgres as the service role, like PostgREST without HTTP. With `role: null` it runs
 * as the connected user.
 */
export function createSqlRpcClient(sql: Sql, role: string | null = "service_role"): RpcClient {
  if (role === null) return createPostgresClient(sql);
  return {
    rpc: (name, args) =>
      sql.begin(async (transaction) => {
        await transaction`set local role ${transaction(role)}`;
        return createPostgresClient(transaction).rpc(name, args);
      }),
  };
}
