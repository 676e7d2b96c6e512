import { expect, test } from 'vitest'
import { renderStaticHeaders, securityHeaders } from './securityHeaders.ts'

const policy = (options?: Parameters<typeof securityHeaders>[1]) =>
  securityHeaders('/', options)['Content-Security-Policy']

const packages =
  'https://cdn.jsdelivr.net/pyodide/v314.0.7/full/ https://pypi.org/simple/ https://files.pythonhosted.org/packages/'

test('the page may connect to its own origin and to where packages are', () => {
  expect(policy()).toContain(`connect-src 'self' ${packages};`)
  expect(policy()).toContain("script-src 'self' 'wasm-unsafe-eval';")
})

test('a backend elsewhere may be reached, and nothing else', () => {
  expect(policy({ supabaseUrl: 'https://abc.supabase.co/x' })).toContain(
    `connect-src 'self' https://abc.supabase.co wss://abc.supabase.co ${packages};`,
  )
  expect(policy({ supabaseUrl: 'http://127.0.0.1:54321' })).toContain('ws://127.0.0.1:54321 ')
})

test('packages may come from an origin that was named', () => {
  expect(policy({ packageOrigins: ['https://wheels.example'] })).toContain(
    `${packages} https://wheels.example;`,
  )
})

test('the microphone is for the page itself, and cameras and places are for nobody', () => {
  expect(securityHeaders('/')['Permissions-Policy']).toBe(
    'camera=(), geolocation=(), microphone=(self), payment=(), usb=()',
  )
})

test('inline scripts are for development alone', () => {
  expect(policy({ isDevelopment: true })).toContain("'wasm-unsafe-eval' 'unsafe-inline'")
})

test.for(['/assets/pythonWorker-DNk_R4f-.js', '/src/workers/pythonWorker.ts'])(
  "Python's worker %s may connect to nothing and start no other worker, wherever the backend is",
  (path) => {
    const policy = securityHeaders(path, { supabaseUrl: 'https://abc.supabase.co', isDevelopment: true })
    expect(policy['Content-Security-Policy']).toBe(
      "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'none'; worker-src 'none'",
    )
  },
)

test('static hosts are given the same', () => {
  const rules = renderStaticHeaders()
  for (const [name, value] of Object.entries(
    securityHeaders('/', { supabaseUrl: 'https://*.supabase.co' }),
  )) {
    expect(rules).toContain(`  ${name}: ${value}\n`)
  }
  expect(rules).toContain("/assets/pythonWorker-*\n  Content-Security-Policy: default-src 'none';")
})
