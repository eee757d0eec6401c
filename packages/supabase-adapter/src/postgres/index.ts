export type { BatchLimits } from "./createBatcher.ts";
export {
  createPostgresCallStore,
  type PostgresCallStoreOptions,
} from "./createPostgresCallStore.ts";
export {
  createPostgresClient,
  type PostgresClientOptions,
  type PostgresSql,
} from "./createPostgresClient.ts";
export { postgresOptions } from "./postgresOptions.ts";
