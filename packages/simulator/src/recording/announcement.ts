/** The longest purpose of a recording, in characters. */
export const longestPurpose = 250;
