/**
 * What the page may load, and who may show it in a frame: nobody. Every server of the page sends these headers; the README
 * lists them.
 *
 * @param supabaseUrl Where the page's Supabase is, when it is behind another origin than the page.
 */
export function securityHeaders(supabaseUrl?: string): Record<string, string> {
  const { origin, host } = supabaseUrl === undefined ? {} : new URL(supabaseUrl);
  const supabase = origin === undefined ? "" : ` ${origin} wss://${host}`;
  return {
    "content-security-policy": [
      "default-src 'none'",
      "script-src 'self'",
      // Components of the page position themselves by style attributes and elements.
      "style-src 'self' 'unsafe-inline'",
      "img-src 'self' data:",
      "font-src 'self'",
      // Recordings are played from memory.
      "media-src 'self' blob:",
      `connect-src 'self'${supabase}`,
      "manifest-src 'self'",
      "form-action 'self'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ].join("; "),
    // For browsers that know no frame-ancestors.
    "x-frame-options": "DENY",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "permissions-policy": "microphone=(self), camera=(), geolocation=()",
  };
}
