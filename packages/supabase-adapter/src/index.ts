export * from "./createSupabaseAuthenticator.ts";
export * from "./createSupabaseCallStore.ts";
