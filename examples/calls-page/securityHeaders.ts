/**
 * Returns the security headers that every server of the page sends. They list the sources that the page may load, and no
 * site may show the page in a frame. The README lists the headers.
 *
 * @param supabaseUrl The page's Supabase, if its origin differs from the page's.
 */
export function securityHeaders(supabaseUrl?: string): Record<string, string> {
  const { origin, host } = supabaseUrl === undefined ? {} : new URL(supabaseUrl);
  const supabase = origin === undefined ? "" : ` ${origin} wss://${host}`;
  return {
    "content-security-policy": [
      "default-src 'none'",
      "script-src 'self'",
      // Components of the page position themselves with style attributes and elements.
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
    // For browsers that do not support frame-ancestors.
    "x-frame-options": "DENY",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "permissions-policy": "microphone=(self), camera=(), geolocation=()",
  };
}
