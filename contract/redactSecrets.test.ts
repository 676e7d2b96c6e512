import { describe, expect, test } from 'vitest'
import { redactJson, redactSecrets } from './redactSecrets.ts'

const jwt = `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.${'x1'.repeat(20)}`

describe('a secret leaves no trace', () => {
  test.each([
    ['sk-proj-0123456789abcdef', '[redacted]'],
    ['Incorrect API key provided: sk-or-v1-0123456789abcdef0123.', 'Incorrect API key provided: [redacted].'],
    ['key=AIzaSyD-0123456789abcdefghijklmnopqrstu!', 'key=[redacted]!'],
    ['Authorization: Bearer abc', 'Authorization: Bearer [redacted]'],
    ['Authorization: Bearer abcd1234', 'Authorization: Bearer [redacted]'],
    ['authorization: Basic dXNlcjpwYXNz', 'authorization: Basic [redacted]'],
    ["{ authorization: 'token-without-digits' }", "{ authorization: '[redacted]' }"],
    [`{"Authorization":"Bearer ${jwt}"}`, '{"Authorization":"Bearer [redacted]"}'],
    [`curl -H "bearer 0123456789abcdef"`, 'curl -H "bearer [redacted]"'],
    [`session ${jwt} ended`, 'session [redacted] ended'],
    ['GET /v1?api_key=abc12345&x=1', 'GET /v1?api_key=[redacted]&x=1'],
    ['"client_secret": "hunter2hunter2",', '"client_secret": "[redacted]",'],
    ['PASSWORD=hunter22', 'PASSWORD=[redacted]'],
    ['postgres://eliza:hunter2@db.example.com/x', 'postgres://[redacted]db.example.com/x'],
    ['ghp_0123456789abcdefghijklmnop', '[redacted]'],
    ['github_pat_0123456789abcdefghijklmnop', '[redacted]'],
    ['xoxb-0123456789-abc', '[redacted]'],
    ['AKIAIOSFODNN7EXAMPLE', '[redacted]'],
    ['sb_secret_0123456789abc', '[redacted]'],
    ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', '[redacted]'],
    ['sk_live_0123456789abcdef', '[redacted]'],
    ['hf_0123456789abcdefghijklmnop', '[redacted]'],
    ['-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\nend', '[redacted]\nend'],
    ['-----BEGIN PRIVATE KEY-----\nMIIE cut', '[redacted]'],
  ])('%s', (text, redacted) => {
    expect(redactSecrets(text)).toBe(redacted)
  })
})

test.each([
  'The risk-free task was asked for by the desk-bound ask-me-anything team',
  'import sklearn; from sk-learn-something-quite-long import x',
  'A bearer of certificates, with basic understanding of programming-languages',
  'password: must be at least eight characters; secret: no',
  'https://example.com:8080/path@2x?user=me',
  'publishable: sb_publishable_0123456789',
  '4Known1111111111111111111111111111111111111111111111111111111111111111111111111111111111111111',
  'd41d8cd98f00b204e9800998ecf8427e 00000000-0000-4000-8000-000000000000',
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk',
])('%s stays as it is', (text) => {
  expect(redactSecrets(text)).toBe(text)
})

describe('in JSON', () => {
  test('every text is looked at, and the values of telling names go whatever they are', () => {
    const value = {
      headers: { Authorization: 'x', 'X-Api-Key': 'y', accept: 'json' },
      list: ['sk-0123456789abcdef', 1, null, true],
      password: { nested: 'hunter2' },
      secret: '',
      api_key: null,
      token: 'XMR',
      'sk-0123456789abcdef': 'a name',
    }
    expect(redactJson(value)).toEqual({
      headers: { Authorization: '[redacted]', 'X-Api-Key': '[redacted]', accept: 'json' },
      list: ['[redacted]', 1, null, true],
      password: '[redacted]',
      secret: '',
      api_key: null,
      token: 'XMR',
      '[redacted]': 'a name',
    })
  })

  test('the value itself is not changed, and endless nesting is cut', () => {
    const value = { password: 'x' }
    redactJson(value)
    expect(value).toEqual({ password: 'x' })
    const deep: unknown = JSON.parse('['.repeat(5_000) + ']'.repeat(5_000))
    expect(JSON.stringify(redactJson(deep))).toContain('cut: nested too deeply')
  })
})
