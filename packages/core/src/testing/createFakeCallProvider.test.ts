import { describe, it } from "vitest";
import { ProviderError, type ProviderOutcome } from "../vocabulary/callsError.ts";
import type { ErrorCode } from "../vocabulary/errorCodes.ts";
import { callProviderContract, type ProviderUnderTest } from "./callProviderContract.ts";
import { createFakeCallProvider } from "./createFakeCallProvider.ts";
import type { ProviderBehaviour } from "./createProviderServer.ts";

/** What a real client throws for each behaviour of its server. */
const errors: Readonly<Partial<Record<ProviderBehaviour, [ErrorCode, ProviderOutcome]>>> = {
  no_permission: ["no_permission", "rejected"],
  rate_limited: ["rate_limited", "rejected"],
  bad_key: ["provider_auth", "rejected"],
  no_media: ["media_not_found", "rejected"],
  is_down: ["provider_unreachable", "rejected"],
  breaks: ["provider_unreachable", "ambiguous"],
  is_silent: ["provider_timeout", "ambiguous"],
  fails: ["provider_error", "ambiguous"],
  redirects: ["provider_response_invalid", "ambiguous"],
};

type Options = NonNullable<Parameters<typeof createFakeCallProvider>[0]>;

function setUp(options: Options): ProviderUnderTest {
  const provider = createFakeCallProvider(options);
  return {
    provider,
    business: { phone: "+525500000009", phoneId: "461269257068832" },
    secrets: [],
    behave(behaviour) {
      const [code, outcome] = errors[behaviour] ?? [];
      if (code === undefined || outcome === undefined) provider.before(null);
      else
        provider.before(() => {
          throw new ProviderError(code, outcome, code === "rate_limited" ? { retryAfter: 7 } : {});
        });
    },
  };
}

const variants: Readonly<Record<string, Options>> = {
  "with every method": { clickToCall: true, permission: () => ({ status: "temporary" }) },
  "without SDPs": { clickToCall: true, sdp: false },
};

describe.each(Object.entries(variants))("the fake %s", (_, options) => {
  for (const { name, run } of callProviderContract(setUp(options))) {
    it(name, () => run(setUp(options)));
  }
});
