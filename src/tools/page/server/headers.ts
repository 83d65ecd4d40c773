/** The headers of every answer: they tell the browser to run nothing but the page's own files. */

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  // @wokwi/elements sets style attributes on its drawings. Styles alone run nothing and load nothing from elsewhere.
  "style-src-attr 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  // Text becomes HTML by Lit's templates alone, whose text is in the sources: whatever else tries it, fails.
  "require-trusted-types-for 'script'",
  "trusted-types lit-html",
].join("; ");

export const protection: Readonly<Record<string, string>> = {
  "Content-Security-Policy": policy,
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Cross-Origin-Opener-Policy": "same-origin",
  // Connecting a real board needs Web Serial.
  "Permissions-Policy": "serial=(self), camera=(), geolocation=(), microphone=(), usb=()",
  // The next start may serve another page at the same address.
  "Cache-Control": "no-store",
};
