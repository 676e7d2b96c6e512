import { base64url, SignJWT } from 'jose'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { AppError } from '../../contract/errors.ts'
import { defineTool } from '../../contract/tools/defineTool.ts'
import { serveTool } from '../functions/_shared/serveTool.ts'

const secret = new TextEncoder().encode('a secret of thirty-two bytes or more')

beforeAll(() => {
  const key = { kty: 'oct', alg: 'HS256', kid: 'local', k: base64url.encode(secret) }
  vi.stubEnv('SUPABASE_URL', 'http://127.0.0.1:1')
  vi.stubEnv('SUPABASE_PUBLISHABLE_KEYS', JSON.stringify({ default: 'sb_publishable_test' }))
  vi.stubEnv('SUPABASE_JWKS', JSON.stringify({ keys: [key] }))
})
afterEach(() => vi.restoreAllMocks())
afterAll(() => vi.unstubAllEnvs())

const token = (expires: string, key = secret): Promise<string> =>
  new SignJWT({ role: 'authenticated' })
    .setProtectedHeader({ alg: 'HS256', kid: 'local' })
    .setSubject('3f0c1c9e-0000-4000-8000-000000000000')
    .setExpirationTime(expires)
    .sign(key)

const double = defineTool({
  name: 'double',
  summary: 'Twice a number.',
  effect: 'read',
  parameters: z.strictObject({ value: z.number(), note: z.string().default('none') }),
  result: z.object({ value: z.number(), note: z.string() }),
  example: 'await tools.double(2)',
})
const serveDouble = serveTool(double, async ({ value, note }) => ({ value: value * 2, note }))

async function post(body: string, authorization?: string, serve = serveDouble) {
  const headers = new Headers(authorization === undefined ? {} : { authorization })
  const response = await serve(new Request('http://functions/double', { method: 'POST', headers, body }))
  const answer: unknown = await response.json()
  return { status: response.status, answer, headers: response.headers }
}
const signedIn = async (): Promise<string> => `Bearer ${await token('1h')}`
const failure = (code: string) => ({ error: { code, message: expect.any(String) } })

test('a signed-in caller gets the result as JSON, with defaults filled in', async () => {
  const { status, answer, headers } = await post('{"value": 4}', await signedIn())
  expect({ status, answer }).toEqual({ status: 200, answer: { value: 8, note: 'none' } })
  expect(headers.get('content-type')).toBe('application/json')
  expect(headers.get('access-control-allow-origin')).toBe('*')
})

test('tokens that are missing, expired, forged or unsigned are refused in the contract’s shape', async () => {
  const unsigned = `${btoa('{"alg":"none","kid":"local"}')}.${btoa('{"sub":"x"}')}.`
  const refused = [
    undefined,
    'Bearer ',
    'Basic eDp5',
    'Bearer nonsense',
    'Bearer sb_publishable_test',
    `Bearer ${unsigned}`,
    `Bearer ${await token('-1s')}`,
    `Bearer ${await token('1h', new TextEncoder().encode('another secret, as long as the first'))}`,
  ]
  for (const authorization of refused) {
    const { status, answer } = await post('{"value": 4}', authorization)
    expect({ authorization, status, answer }).toEqual({
      authorization,
      status: 401,
      answer: failure('not-signed-in'),
    })
  }
})

test('a browser of another origin is told what it may send', async () => {
  const response = await serveDouble(new Request('http://functions/double', { method: 'OPTIONS' }))
  expect(response.status).toBe(204)
  expect(response.headers.get('access-control-allow-headers')).toContain('authorization')
  expect(response.headers.get('access-control-allow-methods')).toContain('POST')
})

test('a body that is no JSON object of the right arguments is refused', async () => {
  const bodies = ['', '{', 'null', '[]', '4', '{}', '{"value": "4"}', '{"value": 4, "other": 1}']
  for (const body of bodies) {
    const { status, answer } = await post(body, await signedIn())
    expect({ body, status, answer }).toEqual({ body, status: 400, answer: failure('tool-input-invalid') })
  }
})

test('a million characters of three bytes each are not too many', async () => {
  const note = '€'.repeat(999_000)
  const { status } = await post(JSON.stringify({ value: 1, note }), await signedIn())
  expect(status).toBe(200)
})

test('an answer that breaks the tool’s promise is logged and not leaked', async () => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  const broken = serveTool(double, async () => JSON.parse('{"value": "secret", "note": "hidden"}'))
  const { status, answer } = await post('{"value": 1}', await signedIn(), broken)
  expect(status).toBe(500)
  expect(answer).toEqual(failure('function-failed'))
  expect(JSON.stringify(answer)).not.toMatch(/secret|hidden|value/)
  expect(log.mock.calls).toEqual([['[double]', expect.stringContaining('ZodError')]])
})

test('what a handler throws is told if it is a fault of the table, and else logged only', async () => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  const limited = serveTool(double, async () =>
    Promise.reject(new AppError('rate-limited', 'Wait a minute.')),
  )
  expect(await post('{"value": 1}', await signedIn(), limited)).toMatchObject({
    status: 429,
    answer: { error: { code: 'rate-limited', message: 'Wait a minute.' } },
  })
  expect(log).not.toHaveBeenCalled()
  const crashing = serveTool(double, async () => Promise.reject(new Error('hunter2 and sk-0123456789abcdef')))
  const { status, answer } = await post('{"value": 1}', await signedIn(), crashing)
  expect(status).toBe(500)
  expect(JSON.stringify(answer)).not.toContain('hunter2')
  expect(log.mock.calls).toEqual([['[double]', expect.stringContaining('Error: hunter2 and [redacted]')]])
})

test('a function without keys to check tokens with says that it failed, not that the caller is signed out', async () => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  vi.stubEnv('SUPABASE_JWKS', 'broken')
  const { status, answer } = await post('{"value": 1}', await signedIn())
  expect({ status, answer }).toEqual({ status: 500, answer: failure('function-failed') })
  expect(log.mock.calls).toEqual([['[double]', expect.stringContaining('JWKS_NOT_CONFIGURED')]])
})
