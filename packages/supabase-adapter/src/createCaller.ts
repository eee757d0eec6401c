import type { RpcClient } from "./createSupabaseCallStore.ts";
import { storeError } from "./storeError.ts";

/** Creates a function that calls a database function with one JSON argument, and throws its failure as a `CallsError`. */
export function createCaller(client: RpcClient) {
  return async <T>(name: string, argument: string, value: unknown): Promise<T> => {
    const { data, error, status } = await client.rpc(name, { [argument]: value });
    if (error) throw storeError({ status, error });
    return data as T;
  };
}
