/** The security headers of every answer of the app, here and on static hosts (public/_headers). */
import { createRequire } from 'node:module'
import { z } from 'zod'
import { pyodideCdn, pypi } from '../contract/run/packageSources.ts'

const { version: pyodideVersion } = z
  .object({ version: z.string() })
  .parse(createRequire(import.meta.url)('pyodide/package.json'))

export interface HeaderOptions {
  /** Address of the backend if it is not this server. */
  readonly supabaseUrl?: string | undefined
  /** Origins of packages in addition to the CDN and PyPI. */
  readonly packageOrigins?: readonly string[] | undefined
  /** Allows inline scripts, which Vite's development server adds to the page. */
  readonly isDevelopment?: boolean
}

/** Decoded paths of the Python worker's script, as built and as Vite serves it from source. Some disks ignore case. */
const pythonWorkerPath = /^\/(assets\/pythonWorker-|src\/workers\/pythonWorker\.)/i

/** @returns The headers of one decoded path, by name. They block foreign scripts, frames and connections. */
export function securityHeaders(path: string, options: HeaderOptions = {}): Record<string, string> {
  const policy = pythonWorkerPath.test(path) ? pythonWorkerPolicy : pagePolicy(options)
  return {
    'Content-Security-Policy': Object.entries(policy)
      .map(([directive, sources]) => `${directive} ${sources.join(' ')}`)
      .join('; '),
    ...fixedHeaders,
  }
}

type Policy = Readonly<Record<string, readonly string[]>>

/**
 * A dedicated worker has the policy of its own response. Python may not connect anywhere or start workers.
 */
const pythonWorkerPolicy: Policy = {
  'default-src': ["'none'"],
  // Its own code, Pyodide's and WebAssembly. No eval.
  'script-src': ["'self'", "'wasm-unsafe-eval'"],
  'connect-src': ["'none'"],
  'worker-src': ["'none'"],
}

const pagePolicy = ({ supabaseUrl, packageOrigins = [], isDevelopment = false }: HeaderOptions): Policy => ({
  'default-src': ["'self'"],
  'script-src': ["'self'", "'wasm-unsafe-eval'", ...(isDevelopment ? ["'unsafe-inline'"] : [])],
  'style-src': ["'self'", "'unsafe-inline'"],
  'img-src': ["'self'", 'data:', 'blob:'],
  'media-src': ['data:'],
  'font-src': ["'self'", 'data:'],
  'connect-src': [
    "'self'",
    ...(supabaseUrl === undefined ? [] : origins(supabaseUrl)),
    // The page fetches packages, only from the packages' folders of these hosts.
    pyodideCdn(pyodideVersion),
    pypi.index,
    pypi.files,
    ...packageOrigins,
  ],
  'worker-src': ["'self'", 'blob:'],
  // HTML output of scripts is shown in srcdoc frames, which have no address. No frame may navigate.
  'frame-src': ["'none'"],
  'object-src': ["'none'"],
  'base-uri': ["'none'"],
  'frame-ancestors': ["'none'"],
  'form-action': ["'self'"],
})

const fixedHeaders = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  // Links in output and answers must not tell their hosts' names before anybody follows them.
  'X-DNS-Prefetch-Control': 'off',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(self), payment=(), usb=()',
} as const

/** A Supabase project needs http and, for realtime, a web socket. */
function origins(supabaseUrl: string): string[] {
  const { protocol, host } = new URL(supabaseUrl)
  return [`${protocol}//${host}`, `${protocol === 'https:' ? 'wss:' : 'ws:'}//${host}`]
}

/**
 * Renders `public/_headers` for Netlify, Cloudflare Pages and others. All rules that match a path apply
 * together.
 */
export function renderStaticHeaders(): string {
  const rule = (pattern: string, headers: Readonly<Record<string, string>>) =>
    [pattern, ...Object.entries(headers).map(([name, value]) => `  ${name}: ${value}`), ''].join('\n')
  const { 'Content-Security-Policy': workerPolicy = '' } = securityHeaders('/assets/pythonWorker-')
  const forEver = { 'Cache-Control': 'public, max-age=31536000, immutable' }
  return [
    '# Generated from server/securityHeaders.ts by `npm run generate`: change it there.',
    rule('/*', securityHeaders('/', { supabaseUrl: 'https://*.supabase.co' })),
    rule('/assets/pythonWorker-*', { 'Content-Security-Policy': workerPolicy }),
    rule('/assets/*', forEver),
    rule('/python/*', forEver),
  ].join('\n')
}
