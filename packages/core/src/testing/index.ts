export * from "./callStoreContract.ts";
export * from "./createFakeCallProvider.ts";
export * from "./createMemoryCallStore.ts";
export * from "./eventMatrix.ts";
export * from "./signWebhook.ts";
