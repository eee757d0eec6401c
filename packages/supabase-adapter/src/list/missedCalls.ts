// Until core has it.
export const missedCalls = {
  direction: ["entrante"],
  status: ["no_contestada"],
  end_reason: ["missed", "expired"],
} as const;
