/** Requests that no function may answer with anything but a refusal: made by chance, the same for the same seed. */
import { SignJWT } from 'jose'
import { z } from 'zod'
import { aiStatusFunction, aiStatusRequest } from '../../contract/ai/aiStatus.ts'
import { chatFunction, chatRequest, summaryFunction, summaryRequest } from '../../contract/chat/chat.ts'
import { pythonExecutorFunction, pythonRequest } from '../../contract/run/pythonExecutor.ts'
import { toolManifest } from '../../contract/tools/manifest.ts'
import { limits } from '../../contract/run/workerProtocol.ts'

/** A function and what it takes. */
export interface FuzzedFunction {
  readonly name: string
  readonly parameters: z.ZodObject
  /** A body that it takes. */
  readonly seed: Readonly<Record<string, unknown>>
}

export const malformedKinds = [
  'wrong fields',
  'wrong token',
  'truncated JSON',
  'no JSON',
  'no object',
  'wrong method',
  'no function',
  'deep nesting',
  'large',
  'huge',
  'broken off',
] as const
export type MalformedKind = (typeof malformedKinds)[number]

export interface MalformedRequest {
  readonly kind: string
  readonly method: string
  /** After /functions/v1. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
  /** Breaks off after so many bytes of the body. */
  readonly breaksOffAfter?: number
}

/** Sure to be of one of these types that a field does not take, and some that libraries stumble over. */
const oddities: readonly unknown[] = [
  null,
  true,
  -1,
  1e308,
  0.5,
  '',
  ' ',
  '\0',
  '\ud800',
  'a\0b\udfff',
  '../../etc/passwd',
  "'; drop table memories; --",
  '{{7*7}}${7*7}',
  'file:///etc/passwd',
  'http://[::1',
  'javascript:alert(1)',
  'x'.repeat(2000),
  [],
  [null],
  [[[[]]]],
  {},
  { role: 'tool' },
  { toString: 1 },
  { constructor: { prototype: {} } },
  { length: 1e9 },
]

const strangeKeys = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'user_id',
  'role',
  '',
  '\0',
  '\ud800',
]

/** Values to try for a field until one fits its schema. */
const candidates: readonly unknown[] = [
  'word',
  'https://example.com/',
  '00000000-0000-4000-8000-000000000000',
  'UklGRg==',
  { a: 1 },
  [{ role: 'user', content: 'hello' }],
  [{ role: 'user', parts: [{ type: 'text', text: 'hello' }] }],
  1,
]

/** Functions whose arguments a schema describes. */
export const fuzzedFunctions: readonly FuzzedFunction[] = [
  ...toolManifest
    .filter(({ name }) => name !== 'invoke_function')
    .map((tool) => ({ name: tool.toRequest({}).functionName, parameters: tool.parameters })),
  { name: pythonExecutorFunction, parameters: pythonRequest },
  { name: aiStatusFunction, parameters: aiStatusRequest },
  { name: chatFunction, parameters: chatRequest },
  { name: summaryFunction, parameters: summaryRequest },
].map(({ name, parameters }) => ({ name, parameters, seed: seedOf(parameters) }))

function seedOf(parameters: z.ZodObject): Record<string, unknown> {
  const fields = Object.entries(parameters.shape).flatMap(([key, field]) => {
    if (z.safeParse(field, undefined).success) return []
    return [[key, candidates.find((value) => z.safeParse(field, value).success)] as const]
  })
  return parameters.parse(Object.fromEntries(fields))
}

export interface Tokens {
  readonly valid: string
  /** Tokens that must be refused. */
  readonly bad: readonly string[]
}

/** `secret` signs the backend's tokens. */
export async function makeTokens(valid: string, secret: string, publishableKey: string): Promise<Tokens> {
  const sign = (claims: Record<string, unknown>, until: string, key = secret) =>
    new SignJWT({ role: 'authenticated', ...claims })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setExpirationTime(until)
      .sign(new TextEncoder().encode(key))
  const [header = '', payload = '', signature = ''] = valid.split('.')
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const someone = { sub: crypto.randomUUID() }
  return {
    valid,
    bad: [
      '',
      publishableKey,
      `Basic ${Buffer.from('admin:admin').toString('base64')}`,
      `Bearer ${publishableKey}`,
      'Bearer',
      'Bearer a b',
      'Bearer ..',
      'Bearer null',
      `Bearer ${valid}x`,
      `Bearer ${header}.${payload}.`,
      `Bearer ${payload}.${header}.${signature}`,
      `Bearer ${encode({ alg: 'none', typ: 'JWT' })}.${payload}.`,
      `Bearer ${encode({ alg: 'none', kid: 'local' })}.${payload}.${signature}`,
      `Bearer ${encode({ alg: 'HS256', kid: '../../etc/passwd' })}.${payload}.${signature}`,
      `Bearer ${encode({ alg: 'HS256', kid: 'local', jwk: { kty: 'oct', k: 'AA' } })}.${payload}.${signature}`,
      `Bearer ${header}.${encode({ ...someone, role: 'service_role', exp: 4e9 })}.${signature}`,
      `Bearer ${await sign(someone, '1h', 'another key of thirty-two bytes or more')}`,
      `Bearer ${await sign(someone, '-1h')}`,
      `Bearer ${await sign({}, '1h')}`,
      `Bearer ${'A'.repeat(6000)}`,
    ],
  }
}

/** Numbers from 0 to 1, the same for the same seed: https://gist.github.com/tommyettinger/46a874533244883189143505d203312c */
function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Makes a request of a kind for a function; `seed` and the order of the calls decide what it is. */
export function createMalformedRequests(
  seed: number,
  tokens: Tokens,
): Readonly<Record<MalformedKind, (target: FuzzedFunction) => MalformedRequest>> {
  const random = createRandom(seed)
  const upTo = (count: number) => Math.floor(random() * count)
  function pick<Value>(values: readonly Value[]): Value {
    const value = values[upTo(values.length)]
    if (value === undefined && !values.includes(value as Value)) throw new Error('There is nothing to pick')
    return value as Value
  }
  const bytes = (count: number) => Buffer.from(Array.from({ length: count }, () => upTo(256)))

  /** Headers and a query that change nothing of what is wrong. */
  const disguise = (): Record<string, string> => ({
    ...(random() < 0.6
      ? {
          'content-type': pick([
            'application/json',
            'text/plain',
            'multipart/form-data; boundary=x',
            'application/x-www-form-urlencoded',
            'application/json; charset=utf-16',
            ';;;',
            'x'.repeat(1000),
          ]),
        }
      : {}),
    ...(random() < 0.2 ? { accept: pick(['text/event-stream', 'text/html', '*/*;q=nonsense', '']) } : {}),
    ...(random() < 0.1 ? { 'content-encoding': pick(['gzip', 'br', 'nonsense']) } : {}),
    ...(random() < 0.1 ? { 'x-eliza-depth': pick(['-1', '0', '99', 'NaN', '1e9', '\xff']) } : {}),
    ...(random() < 0.1 ? { cookie: 'a=b; '.repeat(upTo(100)) } : {}),
    ...(random() < 0.1 ? { apikey: pick(['', 'nonsense', '\xff\xfe']) } : {}),
    ...(random() < 0.1 ? { origin: pick(['null', 'https://evil.example', 'file://']) } : {}),
    ...(random() < 0.1 ? { 'x-forwarded-for': pick(['127.0.0.1', '::1', "' or 1=1 --"]) } : {}),
    ...(random() < 0.1 ? { [`x-${upTo(1e6)}`]: 'y'.repeat(upTo(3000)) } : {}),
  })
  const query = () =>
    random() < 0.7
      ? ''
      : pick(['?', '?a=%', '?%00', '?__proto__[x]=1', '?apikey=x', `?${'q'.repeat(4000)}`, '?#', '??a=b&&&='])

  const signedIn = (): Record<string, string> => ({
    ...disguise(),
    authorization: `Bearer ${tokens.valid}`,
  })
  const post = (kind: MalformedKind, name: string, body: Buffer, more: object = {}): MalformedRequest => ({
    kind,
    method: 'POST',
    path: `/${name}${query()}`,
    headers: signedIn(),
    body,
    ...more,
  })

  /** A body with one or two faults; undefined if by chance it has none. */
  function mutate({ parameters, seed: good }: FuzzedFunction): unknown {
    const body: Record<string, unknown> = { ...good }
    const set = (key: string, value: unknown) =>
      Object.defineProperty(body, key, { value, enumerable: true, configurable: true, writable: true })
    for (let times = 1 + upTo(2); times > 0; times--) {
      const act = random()
      const key = pick(Object.keys(parameters.shape))
      if (act < 0.15) Reflect.deleteProperty(body, key)
      else if (act < 0.35) set(pick([...strangeKeys, 'k'.repeat(1 + upTo(5000))]), pick(oddities))
      else set(key, pick(oddities))
    }
    return parameters.safeParse(body).success ? undefined : body
  }

  const nestings: ((depth: number) => string)[] = [
    (depth) => '['.repeat(depth) + ']'.repeat(depth),
    (depth) => '{"a":'.repeat(depth) + '1' + '}'.repeat(depth),
    (depth) => '['.repeat(depth),
  ]

  /** Nests deeply, as the value of a known or unknown field. */
  function nest({ parameters, seed: good }: FuzzedFunction): string {
    const inner = pick(nestings)(600 + upTo(100_000))
    const key = pick([...Object.keys(parameters.shape), 'unknown'])
    const rest = Object.entries(good).filter(([each]) => each !== key)
    const fields = rest.map(([each, value]) => `${JSON.stringify(each)}:${JSON.stringify(value)}`)
    return `{${[...fields, `${JSON.stringify(key)}:${inner}`].join()}}`
  }

  return {
    'wrong fields': (target) => {
      for (;;) {
        const body = mutate(target)
        if (body !== undefined) return post('wrong fields', target.name, Buffer.from(JSON.stringify(body)))
      }
    },
    'wrong token': ({ name, seed: good }) => {
      const authorization = pick(tokens.bad)
      const headers = { ...disguise(), ...(authorization === '' ? {} : { authorization }) }
      return post('wrong token', name, Buffer.from(JSON.stringify(good)), { headers })
    },
    'truncated JSON': ({ name, seed: good }) => {
      const text = Buffer.from(JSON.stringify(good))
      return post('truncated JSON', name, text.subarray(0, upTo(text.length)))
    },
    'no JSON': ({ name }) => post('no JSON', name, Buffer.concat([Buffer.from('x'), bytes(upTo(300))])),
    'no object': ({ name }) =>
      post('no object', name, Buffer.from(JSON.stringify(pick([1, 'text', null, true, [], [[{}]], 1e308])))),
    'wrong method': ({ name, seed: good }) => {
      const methods = ['GET', 'HEAD', 'PUT', 'DELETE', 'PATCH', 'PROPFIND', 'REPORT', 'LINK', 'SEARCH']
      return post('wrong method', name, Buffer.from(JSON.stringify(good)), { method: pick(methods) })
    },
    'no function': ({ seed: good }) => {
      const names = [
        '_shared',
        '__proto__',
        'constructor',
        '.env',
        '..%2f.env',
        'ai-chat%00',
        'AI-CHAT',
        '',
        '%',
      ]
      const path = `/${pick([...names, 'x'.repeat(5000), '../auth/v1/admin', 'ai-chat.', '_alive/x', '%C0%AE'])}`
      return post('no function', '', Buffer.from(JSON.stringify(good)), { path })
    },
    'deep nesting': (target) => post('deep nesting', target.name, Buffer.from(nest(target))),
    large: ({ name }) => {
      const characters = pick([limits.toolArgumentCharacters - 1, limits.toolArgumentCharacters + 9])
      return post('large', name, Buffer.from(`{"a":"${'x'.repeat(characters)}"}`))
    },
    huge: ({ name }) => post('huge', name, Buffer.alloc(pick([3_000_001, 12_000_001]), '[')),
    'broken off': ({ name, seed: good }) => {
      const text = Buffer.from(JSON.stringify(good))
      const chunked = random() < 0.5 ? { 'transfer-encoding': 'chunked' } : {}
      const headers = { ...signedIn(), ...chunked }
      return post('broken off', name, text, { headers, breaksOffAfter: upTo(text.length) })
    },
  }
}
