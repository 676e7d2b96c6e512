/** The headers that every answer of the app bears, here and on static hosts (public/_headers). */

export interface HeaderOptions {
  /** Where the backend is, if it is not this server. */
  readonly supabaseUrl?: string | undefined
  /** With Vite's development server, which puts inline scripts into the page. */
  readonly isDevelopment?: boolean
}

/** The headers by name. They shut out foreign scripts, frames and connections; a script's Python has no network either. */
export function securityHeaders({ supabaseUrl, isDevelopment = false }: HeaderOptions = {}): Record<
  string,
  string
> {
  const policy = {
    'default-src': ["'self'"],
    'script-src': ["'self'", "'wasm-unsafe-eval'", ...(isDevelopment ? ["'unsafe-inline'"] : [])],
    'style-src': ["'self'", "'unsafe-inline'"],
    'img-src': ["'self'", 'data:', 'blob:'],
    'font-src': ["'self'", 'data:'],
    'connect-src': ["'self'", ...(supabaseUrl === undefined ? [] : origins(supabaseUrl))],
    'worker-src': ["'self'", 'blob:'],
    'object-src': ["'none'"],
    'base-uri': ["'none'"],
    'frame-ancestors': ["'none'"],
    'form-action': ["'self'"],
  }
  return {
    'Content-Security-Policy': Object.entries(policy)
      .map(([directive, sources]) => `${directive} ${sources.join(' ')}`)
      .join('; '),
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Embedder-Policy': 'require-corp',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  }
}

/** A Supabase project is reached over http and, for realtime, over a web socket. */
function origins(supabaseUrl: string): string[] {
  const { protocol, host } = new URL(supabaseUrl)
  return [`${protocol}//${host}`, `${protocol === 'https:' ? 'wss:' : 'ws:'}//${host}`]
}
