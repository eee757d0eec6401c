// The suites that every CallStore must pass.

export { availabilityContract } from "./availabilityContract.ts";
export { callStoreContract } from "./callStoreContract.ts";
export { type ContractCase, contractWorld, type StoreUnderTest } from "./contractWorld.ts";
export { checkMatrixRow, eventMatrix, type MatrixRow } from "./eventMatrix.ts";
export {
  type MediaContractCase,
  type MediaQueueUnderTest,
  mediaQueueContract,
} from "./mediaQueueContract.ts";
export { takeBody } from "./takeBody.ts";

// The suites that every CallProvider and every WebhookSource must pass.

export {
  callProviderContract,
  type ProviderContractCase,
  type ProviderUnderTest,
} from "./callProviderContract.ts";
export {
  createProviderServer,
  type ProviderBehaviour,
  type ProviderServer,
  type ServedRequest,
  type WordedBehaviour,
} from "./createProviderServer.ts";
export {
  type SentWebhook,
  type SignatureVector,
  type WebhookContractCase,
  type WebhookSample,
  type WebhookSourceUnderTest,
  webhookSourceContract,
} from "./webhookSourceContract.ts";

// Fakes of the ports.

export {
  createFakeCallProvider,
  type FakeCallProvider,
  type ProviderRequest,
} from "./createFakeCallProvider.ts";
export { createFakeClock, type FakeClock } from "./createFakeClock.ts";
export {
  createMemoryCallStore,
  type LedgerRow,
  type MemoryAgent,
  type MemoryCallStore,
  type MemoryCallStoreOptions,
  type MemoryInbox,
  type MemorySession,
} from "./createMemoryCallStore.ts";
export {
  createMemoryMediaQueue,
  type MemoryMedia,
  type MemoryMediaQueue,
  type MemoryMediaQueueOptions,
} from "./createMemoryMediaQueue.ts";
export {
  createMemoryMediaStorage,
  type MemoryMediaStorage,
  type StoredFile,
} from "./createMemoryMediaStorage.ts";
export { makeCall } from "./makeCall.ts";

// Webhooks in their senders' formats, signed.

export {
  type FlatEventName,
  type FlatWebhook,
  flatEvent,
  flatEventNames,
  flatFixtures,
} from "./fixtures/flatFixtures.ts";
export {
  type MetaAccountName,
  type MetaItemName,
  type MetaWebhook,
  metaAccountFixtures,
  metaFixtures,
  metaItems,
  metaWebhook,
} from "./fixtures/metaFixtures.ts";
export { fixtureCallIds, fixtureParties, fixtureSdp } from "./fixtures/numbers.ts";
export {
  type YcloudFixtureName,
  type YcloudOverrides,
  type YcloudWebhook,
  ycloudEvent,
  ycloudFixtures,
} from "./fixtures/ycloudFixtures.ts";
export { signatureVectors } from "./signatureVectors.ts";
export { type SignWebhookOptions, signWebhook } from "./signWebhook.ts";
