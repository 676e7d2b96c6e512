/** What SECURITY.md promises for each of the four ways to run the workbench, tried from outside. */
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { request } from 'node:http'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { localKeyFragment, localKeyHeader, localSessionPath } from '../contract/edgeApi.ts'
import { copyDatabase } from '../dev/test/copyDatabase.ts'
import { answerText } from './answer.ts'
import { type Backend, type BackendOptions, createBackend } from './createBackend.ts'
import { projectRoot } from './projectRoot.ts'
import { serveHosted } from './serveHosted.ts'
import { readSettings } from './readSettings.ts'

interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly text: string
  readonly json: () => { readonly [name: string]: unknown }
}

interface Question {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

/** `fetch` can set neither Host nor a path that is written in an unusual way. */
function ask(port: number, path: string, { method, headers = {}, body }: Question = {}): Promise<Answer> {
  const sent = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body)
  return new Promise((resolve, reject) => {
    const options = {
      host: '127.0.0.1',
      port,
      path,
      method: method ?? (sent === undefined ? 'GET' : 'POST'),
      headers: { host: `127.0.0.1:${port}`, ...(sent === undefined ? {} : json), ...headers },
    }
    const call = request(options, (response) => {
      let text = ''
      response.on('data', (chunk: Buffer) => (text += chunk.toString()))
      response.on('end', () => {
        const { statusCode: status = 0, headers: told } = response
        resolve({ status, headers: told, text, json: () => JSON.parse(text) })
      })
    })
    call.on('error', reject)
    call.end(sent)
  })
}
const json = { 'content-type': 'application/json' }

async function newData(): Promise<string> {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'eliza-doors-'))
  await copyDatabase(join(dataDirectory, 'pg'))
  return dataDirectory
}

async function start(options: Partial<BackendOptions>, bcryptCost = 4): Promise<Backend> {
  const dataDirectory = options.dataDirectory ?? (await newData())
  process.env['LITE_AUTH_BCRYPT_COST'] = String(bcryptCost)
  return createBackend({
    dataDirectory,
    port: 0,
    functionsFolder: join(projectRoot, 'server/deno/fixtures'),
    statementMs: 60_000,
    site:
      async ({ meta }) =>
      (asked, response) =>
        answerText(response, 200, JSON.stringify(meta?.(asked))),
    ...options,
  })
}

/** A page of the app on this machine, or a program that says so. */
const asLocalPage = (port: number, key?: string) => ({
  method: 'POST',
  headers: {
    origin: `http://127.0.0.1:${port}`,
    'sec-fetch-site': 'same-origin',
    ...(key === undefined ? {} : { [localKeyHeader]: key }),
  },
})
const keyOf = ({ ownerAddress }: Backend) => ownerAddress?.split(localKeyFragment)[1] ?? ''
const withKey = ({ publishableKey }: Backend) => ({ apikey: publishableKey })

const signUp = (
  backend: Backend,
  email: string,
  headers: Record<string, string> = {},
  password = 'long enough',
) =>
  ask(backend.port, '/auth/v1/signup', {
    headers: { ...withKey(backend), ...headers },
    body: { email, password },
  })

const signIn = (backend: Backend, email: string, password: string, headers: Record<string, string> = {}) =>
  ask(backend.port, '/auth/v1/token?grant_type=password', {
    headers: { ...withKey(backend), ...headers },
    body: { email, password },
  })

const forwardingHeaders = [
  'forwarded',
  'via',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-forwarded-port',
  'x-real-ip',
  'cf-connecting-ip',
  'cf-ray',
  'true-client-ip',
  'x-client-ip',
  'x-amzn-trace-id',
  'client-ip',
  'wl-proxy-client-ip',
  'x-remote-addr',
  'x-original-forwarded-for',
  'x-forwarded',
  'x-vercel-ip-country',
  'proxy-connection',
]

describe('this machine alone', () => {
  let backend: Backend
  let owner: Record<string, string>
  beforeAll(async () => {
    backend = await start({})
    const answer = await ask(backend.port, localSessionPath, asLocalPage(backend.port, keyOf(backend)))
    owner = { ...withKey(backend), authorization: `Bearer ${String(answer.json()['access_token'])}` }
  })
  afterAll(() => backend.stop())

  test('the key of the printed address gives the owner’s session, and nothing else does', async () => {
    const { port } = backend
    const key = keyOf(backend)
    expect((await ask(port, localSessionPath, asLocalPage(port, key))).status).toBe(200)
    for (const wrong of [undefined, '', 'x', key.slice(1), `${key}x`]) {
      expect((await ask(port, localSessionPath, asLocalPage(port, wrong))).status, wrong).toBe(403)
    }
    const { headers } = asLocalPage(port, key)
    for (const name of forwardingHeaders) {
      const asked = { method: 'POST', headers: { ...headers, [name]: '203.0.113.7' } }
      expect((await ask(port, localSessionPath, asked)).status, name).toBe(403)
    }
    const foreign = { method: 'POST', headers: { ...headers, origin: 'https://evil.example' } }
    expect((await ask(port, localSessionPath, foreign)).status).toBe(403)
  })

  test('by a forward of plain TCP a stranger sees the app, and gets neither session nor account', async () => {
    const forward = createServer((socket) => {
      const inner = connect(backend.port, '127.0.0.1')
      socket.pipe(inner).pipe(socket)
      for (const end of [socket, inner]) end.on('error', () => {})
    }).listen(0, '127.0.0.1')
    await once(forward, 'listening')
    const { port } = forward.address() as AddressInfo
    try {
      const host = `127.0.0.1:${backend.port}`
      const { headers } = asLocalPage(backend.port)
      expect((await ask(port, '/', { headers: { host } })).status).toBe(200)
      const session = await ask(port, localSessionPath, { method: 'POST', headers: { ...headers, host } })
      expect(session.status).toBe(403)
      const body = { email: 'stranger@example.com', password: 'long enough' }
      const account = await ask(port, '/auth/v1/signup', { headers: { ...withKey(backend), host }, body })
      expect([account.status, account.json()['error_code']]).toEqual([403, 'signup_disabled'])
    } finally {
      forward.close()
    }
  })

  test.each([
    ['POST', '/auth/v1/otp'],
    ['POST', '/auth/v1/magiclink'],
    ['POST', '/auth/v1/recover'],
    ['POST', '/auth/v1/resend'],
    ['POST', '/auth/v1/verify'],
    ['GET', '/auth/v1/verify?token=123456&type=signup&redirect_to=http://127.0.0.1:1'],
    ['GET', '/auth/v1/authorize?provider=github'],
    ['GET', '/auth/v1/callback'],
    ['GET', '/auth/v1/reauthenticate'],
    ['POST', '/auth/v1/invite'],
    ['GET', '/auth/v1/admin/users'],
    ['POST', '/auth/v1/admin/generate_link'],
    ['POST', '/auth/v1/token?grant_type=pkce'],
    ['POST', '/auth/v1/token?grant_type=refresh_token&grant_type=password'],
    ['POST', '/auth/v1/token'],
    ['DELETE', '/auth/v1/user'],
  ])('%s %s is closed: nothing sends a code, and none can be guessed', async (method, path) => {
    const body = { email: 'a@example.com', token: '123456', type: 'email' }
    const asked = method === 'GET' ? { method, headers: owner } : { method, headers: owner, body }
    const answer = await ask(backend.port, path, asked)
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect(answer.status).toBeLessThan(406)
    expect(answer.headers['location']).toBeUndefined()
  })

  test('an address is read as the file behind it is found, so that no worker gets the page’s policy', async () => {
    for (const path of [
      '/assets/pythonWorker-x.js',
      '/%61ssets/python%57orker-x.js',
      '/assets/%70ythonWorker-x.js?a',
    ]) {
      const { headers } = await ask(backend.port, path)
      expect(headers['content-security-policy'], path).toContain("connect-src 'none'")
    }
    for (const path of [
      '/assets//pythonWorker-x.js',
      '/assets/./pythonWorker-x.js',
      '/x/../assets/pythonWorker-x.js',
      '/x/%2e%2e/assets/pythonWorker-x.js',
      '/assets%2fpythonWorker-x.js',
      '/assets/%2570ythonWorker-x.js',
      '/assets\\pythonWorker-x.js',
      '/%E0%A4%A',
      '/rest/v1/../../_system/info',
      '//evil.example/rest/v1/memories',
      `http://127.0.0.1:${backend.port}/rest/v1/memories`,
    ]) {
      expect((await ask(backend.port, path)).status, path).toBe(400)
    }
  })

  test('a session that was ended everywhere opens nothing, though its token has not expired', async () => {
    const answer = await ask(backend.port, localSessionPath, asLocalPage(backend.port, keyOf(backend)))
    const headers = { ...withKey(backend), authorization: `Bearer ${String(answer.json()['access_token'])}` }
    const paths = ['/rest/v1/memories', '/auth/v1/user', '/functions/v1/rights']
    const statuses = () =>
      Promise.all(paths.map(async (path) => (await ask(backend.port, path, { headers })).status))
    expect(await statuses()).toEqual([200, 200, 200])
    const out = await ask(backend.port, '/auth/v1/logout?scope=global', { method: 'POST', headers })
    expect(out.status).toBe(204)
    expect(await statuses()).toEqual([401, 401, 401])
    // Parsers of tokens ignore spaces in the signature.
    headers.authorization = headers.authorization.replace(/.{5}$/, ' $&')
    expect(await statuses()).toEqual([401, 401, 401])
    const fresh = await ask(backend.port, localSessionPath, asLocalPage(backend.port, keyOf(backend)))
    owner = { ...withKey(backend), authorization: `Bearer ${String(fresh.json()['access_token'])}` }
  })

  test('one request cannot stop the database for the others', async () => {
    const deep = `${'['.repeat(7000)}${']'.repeat(7000)}`
    const words = Array.from({ length: 30_000 }, (_, index) => `w${index}`).join(' ')
    const rpc = '/rest/v1/rpc/'
    for (const [path, body] of [
      [`${rpc}keep_messages`, { kept: deep }],
      [`${rpc}keep_conversations`, { kept: deep }],
      [`${rpc}publish_webhook_event`, { type: 'a.b', data: deep }],
      [`${rpc}match_memories`, { query: words }],
      [`${rpc}match_memories`, `\ufeff${JSON.stringify({ query: words })}`],
      ['/rest/v1/memories', `{"metadata":${deep}}`],
      ['/rest/v1/memories', `[${'{},'.repeat(1_000_000)}{}]`],
    ] as const) {
      expect((await ask(backend.port, path, { headers: owner, body })).status, path).toBe(400)
    }
    const form = { ...owner, 'content-type': 'application/x-www-form-urlencoded' }
    const asForm = { headers: form, body: `query=${words}` }
    expect((await ask(backend.port, `${rpc}match_memories`, asForm)).status).toBe(415)
    const encoded = { headers: owner, body: { query: words } }
    expect((await ask(backend.port, '/rest/v1/%72pc/match_memories', encoded)).status).toBe(404)
    const tree = `or=(${'and('.repeat(2000)}content.eq.1${')'.repeat(2000)})`
    expect((await ask(backend.port, `/rest/v1/memories?${tree}`, { headers: owner })).status).toBe(400)
    const pattern = encodeURIComponent('match.(a*)*\\1$')
    for (const filter of [`code=${pattern}`, `or=(code.${pattern})`, 'code=wfts.x']) {
      const path = `/rest/v1/eliza_python_executions?${filter}`
      expect((await ask(backend.port, path, { headers: owner })).status, filter).toBe(400)
    }
    expect((await ask(backend.port, '/rest/v1/memories', { headers: owner })).status).toBe(200)
    expect((await ask(backend.port, '/health')).json()).toMatchObject({ status: 'ready', database: 'ready' })
  })

  test('of an account only the password can be changed, whatever else a request holds', async () => {
    const change = async (body: unknown) =>
      (await ask(backend.port, '/auth/v1/user', { method: 'PUT', headers: owner, body })).status
    const deep = `${'['.repeat(30_000)}${']'.repeat(30_000)}`
    for (const body of [`{"data":{"a":${deep}}}`, { role: 'service_role' }, { app_metadata: {} }, [], 'x']) {
      expect(await change(body)).toBe(422)
    }
    expect(await change({ password: backend.secretKey, data: { a: 1 }, phone: '+491', role: 'x' })).toBe(200)
    const user = await ask(backend.port, '/auth/v1/user', { headers: owner })
    expect(user.json()).toMatchObject({ user_metadata: {}, phone: '', role: 'authenticated' })
  })

  test('a stranger’s body is not kept in memory beyond what a sign-in needs', async () => {
    const body = JSON.stringify({ email: 'a@example.com', password: 'x'.repeat(100_000) })
    for (const path of ['/auth/v1/token?grant_type=password', '/rest/v1/memories']) {
      expect((await ask(backend.port, path, { headers: withKey(backend), body })).status, path).toBe(413)
    }
  })
})

describe('this network', () => {
  let backend: Backend
  let dataDirectory: string
  const lines: string[] = []
  beforeAll(async () => {
    const caps = { spendingCalls: 1, runs: 1 }
    dataDirectory = await newData()
    backend = await start({ dataDirectory, host: '0.0.0.0', caps, log: (line) => lines.push(line) })
  })
  afterAll(() => backend.stop())

  async function invited(email: string): Promise<Answer> {
    const { pathname } = new URL(await backend.invite())
    const opened = await ask(backend.port, pathname)
    expect([opened.status, opened.headers['location']]).toEqual([303, '/'])
    const [cookie = ''] = [opened.headers['set-cookie'] ?? []].flat()
    expect(cookie).toMatch(/Path=\/auth\/v1; Max-Age=3600; HttpOnly; SameSite=Strict/)
    return signUp(backend, email, { cookie: cookie.split(';')[0] ?? '' })
  }

  test('nobody is signed in without a password, at this machine either', async () => {
    expect(backend.ownerAddress).toBeNull()
    expect((await ask(backend.port, localSessionPath, asLocalPage(backend.port, 'x'))).status).toBe(403)
    expect((await ask(backend.port, '/')).json()).toMatchObject({ localSignIn: false })
  })

  test('an account is for whom an invitation was made, once', async () => {
    expect((await signUp(backend, 'stranger@example.com')).status).toBe(403)
    const { pathname } = new URL(await backend.invite())
    const [cookie = ''] = [(await ask(backend.port, pathname)).headers['set-cookie'] ?? []].flat()
    const headers = { cookie: cookie.split(';')[0] ?? '' }
    const isClosedFor = async (more: Record<string, string>) =>
      (await ask(backend.port, '/auth/v1/settings', { headers: { ...withKey(backend), ...more } })).json()
    expect(await isClosedFor({})).toMatchObject({ disable_signup: true })
    expect(await isClosedFor(headers)).toMatchObject({ disable_signup: false })
    const weak = await signUp(backend, 'ada@example.com', headers, 'password123')
    expect([weak.status, weak.json()['error_code']]).toEqual([422, 'weak_password'])
    expect((await signUp(backend, 'ada@example.com', headers)).status).toBe(200)
    expect((await signUp(backend, 'eve@example.com', headers)).status).toBe(403)
    expect((await ask(backend.port, pathname)).status).toBe(410)
    expect((await ask(backend.port, '/invite/x')).status).toBe(410)
  })

  test('npm run invite prints a link of the running server', async () => {
    const program = ['--import', 'tsx', join(projectRoot, 'server/invite.ts')]
    const environment = { HOST: '0.0.0.0', PORT: String(backend.port), DATA_DIR: dataDirectory }
    const env = { ...process.env, ...environment, ALLOWED_HOSTS: '' }
    const { stdout } = await promisify(execFile)(process.execPath, program, { env })
    const [link = '', ...sentences] = stdout.split('\n')
    const { origin, pathname } = new URL(link)
    expect(origin).toBe(`http://127.0.0.1:${backend.port}`)
    expect((await ask(backend.port, pathname)).status).toBe(303)
    expect(sentences.join('\n')).toMatch(/within 7 days\.\nReplace 127\.0\.0\.1/)
  })

  const [own] = Object.values(networkInterfaces())
    .flatMap((each) => each ?? [])
    .filter(({ internal, family }) => !internal && family === 'IPv4')
  test.skipIf(own === undefined)('one address of the network has 100 connections, and no more', async () => {
    const open: Socket[] = []
    try {
      for (let count = 0; count < 101; count++) {
        const socket = connect(backend.port, own?.address)
        await once(socket, 'connect')
        open.push(socket)
      }
      // The server takes connections in their order.
      await once(open[100] ?? connect(0), 'close')
      const last = open[99]
      last?.write('GET /health HTTP/1.1\r\nhost: 127.0.0.1:' + backend.port + '\r\n\r\n')
      const [answer] = last === undefined ? [] : await once(last, 'data')
      expect(String(answer)).toMatch(/^HTTP\/1\.1 200/)
      expect((await ask(backend.port, '/health')).status).toBe(200)
    } finally {
      for (const socket of open) socket.destroy()
    }
  })

  test('a password cannot become a weak one, and an address cannot become another’s', async () => {
    const answer = await invited('bob@example.com')
    const headers = { ...withKey(backend), authorization: `Bearer ${String(answer.json()['access_token'])}` }
    const change = async (body: unknown) =>
      (await ask(backend.port, '/auth/v1/user', { method: 'PUT', headers, body })).status
    expect(await change({ password: 'password123' })).toBe(422)
    expect(await change({ email: 'ada@example.com' })).toBe(422)
    expect(await change({ password: 'another long one' })).toBe(200)
  })

  test('what all together spend and run in a day is capped', async () => {
    const answer = await invited('cleo@example.com')
    const headers = { ...withKey(backend), authorization: `Bearer ${String(answer.json()['access_token'])}` }
    const call = async (name: string) =>
      (await ask(backend.port, `/functions/v1/${name}`, { headers, body: {} })).status
    // These functions are not among the fixtures: 404 is past the door.
    expect(await call('ai-chat')).toBe(404)
    expect(await call('gemini-chat')).toBe(429)
    expect(await call('python-executor')).toBe(404)
    expect(await call('python-executor')).toBe(429)
    expect(await call('rights')).toBe(200)
  })

  test('passwords are guessed slowly, and the answers do not tell who has an account', async () => {
    const known = await signIn(backend, 'ada@example.com', 'wrong password')
    const unknown = await signIn(backend, 'nobody@example.com', 'wrong password')
    expect([known.status, known.text]).toEqual([unknown.status, unknown.text])
    const statuses: number[] = []
    for (let attempt = 0; attempt < 6; attempt++) {
      statuses.push((await signIn(backend, 'ada@example.com', 'wrong password')).status)
    }
    expect(statuses).toEqual([400, 400, 400, 400, 429, 429])
    const limited = await signIn(backend, 'ada@example.com', 'long enough')
    expect(limited.status).toBe(429)
    expect(Number(limited.headers['retry-after'])).toBeGreaterThan(60)
    // Other addresses, until the peer has tried too many.
    for (let attempt = 0; attempt < 20; attempt++)
      await signIn(backend, `a${attempt}@example.com`, 'wrong password')
    expect((await signIn(backend, 'bob@example.com', 'another long one')).status).toBe(429)
  })

  test('the terminal has shown no code, no token and no command to it', () => {
    // oxlint-disable-next-line no-control-regex -- that is what is looked for
    expect(lines.join('\n')).not.toMatch(/eyJ|\d{6}|[\u0000-\u0008\u000b-\u001f\u007f]/)
  })
})

describe('behind a proxy', () => {
  let backend: Backend
  let dataDirectory: string
  const host = 'bench.example'
  beforeAll(async () => {
    dataDirectory = await newData()
    backend = await start({ dataDirectory, allowedHosts: [host], signUp: 'open' })
  })
  afterAll(() => backend.stop())

  test('a visitor who claims to be at this machine is a stranger', async () => {
    expect(backend.ownerAddress).toBeNull()
    const { headers } = asLocalPage(backend.port, 'x')
    for (const more of [{}, { 'x-forwarded-for': '203.0.113.7' }, { host, origin: `https://${host}` }]) {
      const asked = { method: 'POST', headers: { ...headers, ...more } }
      expect((await ask(backend.port, localSessionPath, asked)).status).toBe(403)
      expect((await ask(backend.port, '/', { headers: more })).json()).toMatchObject({ localSignIn: false })
    }
  })

  test('other names than the proxy’s are refused', async () => {
    expect((await ask(backend.port, '/', { headers: { host } })).status).toBe(200)
    expect((await ask(backend.port, '/', { headers: { host: 'evil.example' } })).status).toBe(421)
  })

  test('attempts are counted by the address that the proxy tells, so that nobody locks the others out', async () => {
    const from = (address: string) => ({ host, 'x-forwarded-for': `198.51.100.1, ${address}` })
    expect((await signUp(backend, 'ada@example.com', from('203.0.113.1'))).status).toBe(200)
    const attack = from('203.0.113.2')
    for (let attempt = 0; attempt < 20; attempt++)
      await signIn(backend, `a${attempt}@example.com`, 'wrong', attack)
    expect((await signIn(backend, 'ada@example.com', 'long enough', attack)).status).toBe(429)
    expect((await signIn(backend, 'ada@example.com', 'long enough', from('203.0.113.1'))).status).toBe(200)
  })

  test('new accounts of one sender are limited where sign-up is open', async () => {
    const sender = { host, 'x-forwarded-for': '203.0.113.3' }
    const statuses = []
    for (let account = 0; account < 21; account++) {
      statuses.push((await signUp(backend, `n${account}@example.com`, sender)).status)
    }
    expect(statuses.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => 200))
    expect(statuses[20]).toBe(429)
  })

  test('if the database breaks, it is opened again: /health tells, and nothing acknowledged is lost', async () => {
    const session = await signIn(backend, 'ada@example.com', 'long enough', { host })
    const headers = {
      ...withKey(backend),
      host,
      authorization: `Bearer ${String(session.json()['access_token'])}`,
    }
    const memories = () => ask(backend.port, '/rest/v1/memories?select=content', { headers })
    const kept = { headers, body: { content: 'kept' } }
    expect((await ask(backend.port, '/rest/v1/memories', kept)).status).toBe(201)
    await backend.stop()
    // A new password now takes minutes of work: a statement that does not end.
    backend = await start({ dataDirectory, allowedHosts: [host], signUp: 'open', statementMs: 5000 }, 22)
    const health = () => ask(backend.port, '/health')
    expect((await health()).status).toBe(200)
    const endless = await signUp(backend, 'endless@example.com', { host })
    expect([endless.status, endless.json()['code']]).toEqual([500, '57014'])
    const meanwhile = await health()
    expect([meanwhile.status, meanwhile.json()['database']]).toEqual([503, 'restarting'])
    await expect.poll(async () => (await memories()).text, { timeout: 100_000 }).toBe('[{"content":"kept"}]')
    expect((await health()).status).toBe(200)
  })
})

test('with a backend elsewhere, this server signs nobody in and offers no rows', async () => {
  const hosted = await serveHosted({
    ...readSettings({ PORT: '0' }),
    supabaseUrl: 'https://abc.supabase.co',
    site:
      async ({ meta }) =>
      (_request, response) =>
        answerText(response, 404, `meta: ${String(meta)}`),
  })
  const port = Number(new URL(hosted.url).port)
  for (const path of [
    localSessionPath,
    '/auth/v1/signup',
    '/rest/v1/memories',
    '/functions/v1/ai-chat',
    '/invite/x',
  ]) {
    const { status, text } = await ask(port, path, asLocalPage(port, 'x'))
    expect([status, text.trim()], path).toEqual([404, 'meta: undefined'])
  }
  expect((await ask(port, '/assets//pythonWorker-x.js')).status).toBe(400)
  await hosted.stop()
})
