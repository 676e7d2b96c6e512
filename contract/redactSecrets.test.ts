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
    ['glpat-0123456789abcdefghij', '[redacted]'],
    ['glrt-t1_0123456789abcdefghij.01', '[redacted]'],
    [`SG.0123456789abcdefghijkl.${'x1'.repeat(21)}x`, '[redacted]'],
    ['GOCSPX-0123456789abcdefghijklmnop', '[redacted]'],
    ['refresh 1//0gabcdefghijklmnopqrstuvwx-yz', 'refresh [redacted]'],
    [
      `https://api.telegram.org/bot123456789:AA${'x1-'.repeat(11)}/getMe`,
      'https://api.telegram.org/bot[redacted]/getMe',
    ],
    [
      'aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
      'aws_secret_access_key = [redacted]',
    ],
    ['"SecretAccessKey": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"', '"SecretAccessKey": "[redacted]"'],
    ['AWS_SESSION_TOKEN=FwoGZXIvYXdzEBYaDA0123', 'AWS_SESSION_TOKEN=[redacted]'],
    ['https://a.example/x?token=abcdef&y=1', 'https://a.example/x?token=[redacted]&y=1'],
    ['https://a.example/x?y=1&sig=a%2Bb%3D#top', 'https://a.example/x?y=1&sig=[redacted]#top'],
    [
      'https://s3.example/x?X-Amz-Signature=0a1b&X-Amz-Date=2',
      'https://s3.example/x?X-Amz-Signature=[redacted]&X-Amz-Date=2',
    ],
    ['https://a.example/#access_token=abc', 'https://a.example/#access_token=[redacted]'],
    ['Cookie: sid=abc; theme=dark', 'Cookie: [redacted]'],
    ['set-cookie: session=abc; HttpOnly\nage: 1', 'set-cookie: [redacted]\nage: 1'],
    [`{"cookie": "sid=abc"}`, `{"cookie": "[redacted]"}`],
    ['{\\"password\\": \\"hunter2hunter2\\"}', '{\\"password\\": \\"[redacted]\\"}'],
    ['token: abcd1234', 'token: [redacted]'],
    ['MY_TOKEN=abcd1234', 'MY_TOKEN=[redacted]'],
    ['x-auth-token: abcd1234', 'x-auth-token: [redacted]'],
    ["auth='abcd1234'", "auth='[redacted]'"],
    ['passphrase=hunter22', 'passphrase=[redacted]'],
    ['"passphrase": "correct horse battery staple"', '"passphrase": "[redacted]"'],
    ['passphrase: correct horse battery staple', 'passphrase: [redacted]'],
    ['"db_password": "correcthorse"', '"db_password": "[redacted]"'],
    ['PGPASSWORD=correct', 'PGPASSWORD=[redacted]'],
    ['X-Auth-Token: abcdefghijklmnop', 'X-Auth-Token: [redacted]'],
    ["'x-api-key': 'abcdefabcdef'", "'x-api-key': '[redacted]'"],
    ["token: 'abcdefghijklmnop'", "token: '[redacted]'"],
    ["get(url, cookies={'sid': 'abc'})", 'get(url, cookies={[redacted]})'],
    ["get(url, auth=('ada', 'pa55'))", 'get(url, auth=([redacted]))'],
    ['https://a.example/x?pwd=abc&jwt=abc', 'https://a.example/x?pwd=[redacted]&jwt=[redacted]'],
    ['redis://:hunter2@db.example.com', 'redis://[redacted]db.example.com'],
    [`hvs.${'CAESIJ01'.repeat(4)}`, '[redacted]'],
    [`SK${'0123456789abcdef'.repeat(2)}`, '[redacted]'],
    ['PHPSESSID=abcdef123456', 'PHPSESSID=[redacted]'],
    ['AccountKey=abcdef123456==;', 'AccountKey=[redacted];'],
    [`sbp_${'0123456789'.repeat(4)}`, '[redacted]'],
    ['gsk_0123456789abcdefghijklmnop', '[redacted]'],
    [`pypi-AgEIcHlwaS5vcmc${'x1'.repeat(20)}`, '[redacted]'],
    [
      'https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXX',
      'https://hooks.slack.com/services/[redacted]',
    ],
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
  'token: XMR, max_token=12345678, input_tokens: 1234',
  'A cookie: small and sweet. The author: Ada99. Authentication: none.',
  'https://example.com/?keyword=monero&signal=1&coder=2#tokens',
  'secret agents; a passphrase has words; the session: 3 of 4; cookies: many; monkey=abcdefgh; auth (see above)',
  'at 12345678:AB, 1/2 of 4/5, SG.1.2, https://example.com/1//0abc',
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

  test('names of secrets are known in all their forms', () => {
    const secrets = {
      'x-auth-token': 'y',
      passphrase: 'a b',
      cookies: { sid: 'x' },
      'Set-Cookie': 'a=b',
      authToken: 'x',
      SecretAccessKey: 'x',
      token: 'abcd1234',
      auth: ['user', 'pass'],
      csrf_token: 'abcd1234',
      signature: 'abcdefghijkl',
      db_password: 'x',
      userPassword: 'x',
      aws_session_token: 'x',
      'x-goog-api-key': 'x',
      webhook_secret: 'x',
      smtp_pass: 'x',
      jwt: 'abcdefghijkl1',
    }
    expect(new Set(Object.values(redactJson(secrets) as object))).toEqual(new Set(['[redacted]']))
    const others = {
      token: 'XMR',
      auth: 'none',
      author: 'Ada99',
      monkey: 'abcdefgh1',
      compass: 'north1',
      signature: 'f(x, y) -> z',
      tokens: 12,
    }
    expect(redactJson(others)).toEqual(others)
  })

  test('the value itself is not changed, and endless nesting is cut', () => {
    const value = { password: 'x' }
    redactJson(value)
    expect(value).toEqual({ password: 'x' })
    const deep: unknown = JSON.parse('['.repeat(5_000) + ']'.repeat(5_000))
    expect(JSON.stringify(redactJson(deep))).toContain('cut: nested too deeply')
  })
})
