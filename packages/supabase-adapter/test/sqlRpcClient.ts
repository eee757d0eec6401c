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
    async rpc(name, args) {
      let answer: Awaited<ReturnType<RpcClient["rpc"]>> | undefined;
      try {
        await sql.begin(async (transaction) => {
          await transaction`set local role ${transaction(role)}`;
          answer = await createPostgresClient(transaction).rpc(name, args);
          // After an error Postgres cannot commit.
          if (answer.error) throw answer.error;
        });
      } catch (error) {
        if (!answer?.error) throw error;
      }
      if (answer === undefined) throw new Error(`${name} was not called.`);
      return answer;
    },
  };
}
