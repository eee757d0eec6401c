/**
 * Encodes bytes, given in hex, as Base64.
 *
 * @example
 * hexToBase64("00ff"); // "AP8="
 */
export function hexToBase64(hex: string): string {
  let bytes = "";
  for (let i = 0; i < hex.length; i += 2) {
    bytes += String.fromCharCode(Number.parseInt(hex.slice(i, i + 2), 16));
  }
  return btoa(bytes);
}
