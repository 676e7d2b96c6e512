import { expect, test } from 'vitest'
import { securityHeaders } from './securityHeaders.ts'

const policy = (options?: Parameters<typeof securityHeaders>[0]) =>
  securityHeaders(options)['Content-Security-Policy']

test('the page may connect to its own origin alone', () => {
  expect(policy()).toContain("connect-src 'self';")
  expect(policy()).toContain("script-src 'self' 'wasm-unsafe-eval';")
})

test('a backend elsewhere may be reached, and nothing else', () => {
  expect(policy({ supabaseUrl: 'https://abc.supabase.co/x' })).toContain(
    "connect-src 'self' https://abc.supabase.co wss://abc.supabase.co;",
  )
  expect(policy({ supabaseUrl: 'http://127.0.0.1:54321' })).toContain('ws://127.0.0.1:54321;')
})

test('inline scripts are for development alone', () => {
  expect(policy({ isDevelopment: true })).toContain("'wasm-unsafe-eval' 'unsafe-inline'")
})
