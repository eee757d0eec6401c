/**
 * WhatsApp's limits of call buttons and call links ("Send WhatsApp Call Button Messages and Deep Links"). Texts are
 * counted in characters.
 */
export const callButtonLimits = {
  /** The text of the button. WhatsApp's default: "Call Now". */
  buttonText: 20,
  payload: 512,
  /** For how many minutes the button of a message works. WhatsApp's default: 10,080, which is a week. */
  ttlMinutes: { least: 1, most: 43_200 },
  /** The same for the button in the definition of a template: at least a day. */
  templateTtlMinutes: { least: 1440, most: 43_200 },
} as const;
