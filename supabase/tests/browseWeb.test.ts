import { hostname } from 'node:os'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { browseWeb } from '../../contract/tools/browseWeb.ts'
import { sharedBackend, sharedTwins } from '../../dev/test/sharedBackend.ts'
import { signUpTestUser } from '../../dev/test/signUpTestUser.ts'
import { startTwins, type TwinRequest, type Twins } from '../../dev/twins/twins.ts'
import { callFunction } from './callFunction.ts'

let token: string
beforeAll(async () => {
  token = (await signUpTestUser(sharedBackend)).accessToken
})

const twin = sharedTwins.url
const ask = (url: string, rest: object = {}) => callFunction('browse-web', { url, ...rest }, { token })
async function browse(path: string, rest: object = {}) {
  const { status, body } = await ask(twin + path, rest)
  expect({ status, body }).toMatchObject({ status: 200 })
  return browseWeb.result.parse(body)
}

/** The answer's own text: a parsed copy loses digits and the order of keys. */
async function readText(url: string): Promise<string> {
  const { url: backend, publishableKey } = sharedBackend
  const response = await fetch(`${backend}/functions/v1/browse-web`, {
    method: 'POST',
    headers: { apikey: publishableKey, authorization: `Bearer ${token}` },
    body: JSON.stringify({ url, action: 'json' }),
  })
  return response.text()
}

describe('a page', () => {
  test('is reduced to its article, with absolute links of the whole page', async () => {
    const page = await browse('/article')
    expect(page).toMatchObject({
      url: `${twin}/article`,
      status: 200,
      title: 'How a pool pays',
      truncated: false,
    })
    expect(page.content).toMatch(/Part 1\. The pool counts every share/)
    expect(page.content).toMatch(/\n\nPart 8\./)
    expect(page.content).not.toMatch(/Home|Footer|script|color|</)
    expect(page.links).toEqual([
      { text: 'Home', url: `${twin}/` },
      { text: 'what a share is', url: `${twin}/articles/shares?from=pool` },
      { text: 'the payout table', url: 'https://example.com/payouts' },
    ])
  })

  test('keeps all its text with extract_content=False, but neither scripts nor styles', async () => {
    const { content } = await browse('/article', { extract_content: false })
    expect(content).toMatch(/^Home Top Trap\n\nHow a pool pays\n\nPart 1\./)
    expect(content).toMatch(/Footer of the site$/)
    expect(content).not.toMatch(/document\.title|color/)
  })

  test("is given as it came with action 'html'", async () => {
    const { content } = await browse('/article', { action: 'html' })
    expect(content).toMatch(/^<!doctype html>[\s\S]*<script>document\.title/)
  })

  test('is read in the encoding it names', async () => {
    expect((await browse('/latin1')).title).toBe('Café')
    expect((await browse('/meta-charset')).title).toBe('Café')
  })

  test('tells what it says of itself', async () => {
    expect((await browse('/article')).metadata).toEqual({
      description: 'Shares, and what they are worth.',
      site_name: null,
      author: 'Ada L.',
      published: '2026-01-02T03:04:05Z',
      modified: null,
      keywords: null,
      language: 'en',
      image: `${twin}/pool.png`,
      canonical_url: `${twin}/articles/how-a-pool-pays`,
    })
  })

  test("that is JSON is parsed with action 'json', whatever type its server names", async () => {
    expect((await browse('/json', { action: 'json' })).json).toEqual({ answer: 42 })
    expect((await browse('/json-as-html', { action: 'json' })).json).toEqual([1, { a: null }])
    expect((await browse('/json')).json).toBeNull()
    expect(await readText(`${twin}/json-exact`)).toContain('"json":{"2031":12345678901234567890,"2029":5.0}')
  })

  test("that is no JSON is refused with action 'json', and so is JSON deeper than Python can read", async () => {
    const page = await ask(`${twin}/article`, { action: 'json' })
    expect(page).toMatchObject({ status: 502, body: { error: { code: 'response-malformed' } } })
    expect(JSON.stringify(page.body)).toContain('This address returns a web page.')
    const deep = await ask(`${twin}/json-nested`, { action: 'json' })
    expect(deep).toMatchObject({ status: 502, body: { error: { code: 'response-too-large' } } })
  })

  test('that is JSON or plain text is given as text', async () => {
    expect((await browse('/json')).content).toBe('{"answer":42}')
    expect((await browse('/text')).content).toBe('Plain text, <b>not markup</b>.')
  })

  test('that is not there is an answer with its status', async () => {
    expect(await browse('/missing')).toMatchObject({
      status: 404,
      title: 'Not here',
      content: 'A small page.',
    })
  })

  test('has its address after redirects', async () => {
    expect((await browse('/hops?left=2')).url).toBe(`${twin}/article`)
  })

  test('is cut at 200,000 characters and 200 links', async () => {
    const long = await browse('/long')
    expect([long.content.length, long.truncated]).toEqual([200_000, true])
    const crowded = await browse('/many-links')
    expect(crowded.links).toHaveLength(200)
    expect(crowded.links[199]).toEqual({ text: 'Link 199', url: `${twin}/l/199` })
  })
})

test.each([
  ['/binary', 400, 'tool-input-invalid'],
  ['/large', 502, 'response-too-large'],
  ['/endless', 502, 'response-too-large'],
  ['/gzip-bomb', 502, 'response-too-large'],
  ['/nested', 502, 'response-too-large'],
  ['/brotli', 502, 'upstream-failed'],
  ['/reset', 502, 'upstream-failed'],
  ['/loop', 502, 'upstream-failed'],
])('%s is refused with a sentence', async (path, status, code) => {
  const message = expect.stringMatching(/^\S.{20,}\.$/)
  expect(await ask(twin + path)).toMatchObject({ status, body: { error: { code, message } } })
})

test('140,000 elements are read without an article being looked for, and others are answered meanwhile', async () => {
  const begun = performance.now()
  const [page] = await Promise.all([browse('/crowded'), browse('/text'), browse('/json')])
  expect(page).toMatchObject({ title: 'Crowd', truncated: true })
  expect(performance.now() - begun).toBeLessThan(15_000)
})

test('who goes away ends the request to the site', async () => {
  const mark = `/slow?ms=20000&mark=${Math.random()}`
  const caller = AbortSignal.timeout(500)
  await expect(callFunction('browse-web', { url: twin + mark }, { token, signal: caller })).rejects.toThrow()
  const isAborted = async () => {
    const requests: TwinRequest[] = await (await fetch(`${twin}/_requests`)).json()
    return requests.find(({ path }) => path === mark)?.aborted
  }
  await expect.poll(isAborted, { timeout: 5000 }).toBe(true)
})

describe('an address that is not on the public internet', () => {
  /** A service on this machine that BROWSE_ALLOW_HOSTS does not name. */
  let inner: Twins
  let port: string
  beforeAll(async () => {
    inner = await startTwins()
    port = new URL(inner.url).port
  })
  afterAll(() => inner.stop())

  const addresses = [
    'http://127.0.0.1:PORT/',
    'http://127.1:PORT/',
    'http://127.0.0.1.:PORT/',
    'http://2130706433:PORT/',
    'http://0x7f000001:PORT/',
    'http://0x7f.1:PORT/',
    'http://0177.0.0.1:PORT/',
    'http://017700000001:PORT/',
    'http://127.0.0.2:PORT/',
    'http://0:PORT/',
    'http://0.0.0.0:PORT/',
    'http://[::1]:PORT/',
    'http://[0:0:0:0:0:0:0:1]:PORT/',
    'http://[::]:PORT/',
    'http://[::127.0.0.1]:PORT/',
    'http://[::ffff:127.0.0.1]:PORT/',
    'http://[::ffff:7f00:1]:PORT/',
    'http://[64:ff9b::7f00:1]:PORT/',
    'http://[2002:7f00:1::]:PORT/',
    'http://[fe80::1]:PORT/',
    'http://[fe80::1%25eth0]:PORT/',
    'http://[fd00:ec2::254]/',
    'http://localhost:PORT/',
    'http://LOCALHOST:PORT/',
    'http://localhost.:PORT/',
    'http://app.localhost:PORT/',
    'http://%6c%6f%63alhost:PORT/',
    'http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ:PORT/',
    'http://①②⑦.⓪.⓪.①:PORT/',
    'http://127。0。0。1:PORT/',
    'http://１２７.0.0.1:PORT/',
    `http://${hostname()}:PORT/`,
    'http:127.0.0.1:PORT/',
    'http:\\\\127.0.0.1:PORT\\',
    'http://127.0.0.1:PORT\\@example.com/',
    'http://example.com@127.0.0.1:PORT/',
    'http://user:password@127.0.0.1:PORT/',
    'http://user@example.com/',
    'https://127.0.0.1:PORT/',
    'http://169.254.169.254/latest/meta-data/',
    'http://0xa9fea9fe/latest/meta-data/',
    'http://100.64.0.1/',
    'http://10.0.0.5/',
    'http://172.16.0.1/',
    'http://192.168.0.1/',
    'http://198.18.0.1/',
    'http://224.0.0.1/',
    'http://255.255.255.255/',
    'http://1.1.1.1:22/',
    'file:///etc/passwd',
    'ftp://127.0.0.1:PORT/',
    'gopher://127.0.0.1:PORT/_GET%20/',
    'data:text/html,<p>x</p>',
    'javascript:alert(1)',
    'ws://127.0.0.1:PORT/',
    'http://',
    'http://999.999.999.999/',
  ]
  const expectRefused = async (url: string) => {
    const answer = await ask(url)
    expect({ url, ...answer }).toMatchObject({
      status: expect.toSatisfy((status) => status === 400 || status === 403),
      body: { error: { code: expect.stringMatching(/^(address-refused|tool-input-invalid)$/) } },
    })
    expect(inner.requests).toEqual([])
  }

  test.each(addresses)('%s is refused unasked', (address) => expectRefused(address.replace('PORT', port)))

  test.each([
    ...addresses.filter((address) =>
      /^http:\/\/(127\.0\.0\.1|2130|\[::1|localhost|169|10\.|0\.)/.test(address),
    ),
    '//127.0.0.1:PORT/',
    'file:///etc/passwd',
    'ftp://example.com/',
    'data:text/plain,x',
    'http://user:password@example.com/',
    'http://1.1.1.1:6667/',
  ])('a redirect to %s is refused, too', (address) =>
    expectRefused(`${twin}/to?location=${encodeURIComponent(address.replace('PORT', port))}`),
  )
})

test('a name that does not exist is told apart from one that is refused', async () => {
  const answer = await ask('http://nothing.invalid/')
  expect(answer).toMatchObject({ status: 502, body: { error: { code: 'upstream-failed' } } })
  expect(answer.body).toHaveProperty('error.message', expect.stringContaining('nothing.invalid'))
})
