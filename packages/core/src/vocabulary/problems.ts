/**
 * The problems that the handlers and use cases report beside their responses (`ProblemEvent`), and what each means. The names are
 * stable: alerts may match them.
 */
export const problems = {
  webhook_not_understood:
    "A webhook is authentic, but has an unknown format. Another sender uses the key, or the sender has changed its format.",
  dead_letter:
    "The database refused an event, or a whole webhook. The ledger has it, with the reason in the column `error`, and it can be replayed unless the whole webhook was refused.",
  origin_refused:
    "A page of an origin that is not in `allowedOrigins` sent a request. Each origin is reported once.",
  hangup_without_provider: "A hang-up waits for its webhook, but no provider is configured.",
  hangup_refused: "The provider refused a hang-up, so the call counts as over.",
  late_hangup_failed: "A hang-up that had waited for the provider's id of the call failed.",
  claim_not_released: "A claim could not be given up. It expires by itself.",
  dial_unclear: "The provider's answer to a dial is unclear. The webhooks settle it.",
  dial_without_call_id: "The provider accepted a dial, but named no call. The webhooks settle it.",
  dial_not_attached:
    "The provider's id of a dialled call could not be saved. The webhooks or the sweep settle it.",
  dial_not_settled: "An unclear dial could not be saved. The sweep settles it.",
  permission_not_learnt: "What a refusal says about a permission could not be saved.",
  permission_not_asked: "The provider could not be asked for a permission; what is stored counts.",
  permission_not_saved: "The provider's answer about a permission could not be saved.",
  permission_request_unclear:
    "It is unclear whether a permission request was sent. The webhooks of the message settle it.",
  permission_refusal_not_saved: "The refusal of a permission request could not be saved.",
  permission_message_not_saved: "The id of a permission request's message could not be saved.",
  permission_limit_not_read: "The time of the next permission request could not be read.",
  settings_not_read: "The settings of a number could not be read at the provider.",
  settings_partly_read: "A part of the settings of a number could not be read at the provider.",
  settings_not_saved: "The settings of a number could not be saved.",
  number_not_found: "The configured number could not be looked up at the provider.",
  hours_refused: "The provider did not save the business hours of a number.",
  hours_not_saved: "The business hours that the provider has now could not be saved.",
  media_not_settled: "The result of storing a recording or transcript could not be saved.",
  media_not_removed: "Files whose time is over could not be deleted. The next run tries again.",
  media_run_failed: "The run that stores recordings and transcripts failed.",
  misconfigured: "The environment of a function is incomplete; its responses name what is missing.",
  provider_version_outdated:
    "The configured version of the provider's API expires soon, or has expired.",
} as const satisfies Readonly<Record<string, string>>;

export type ProblemName = keyof typeof problems;
