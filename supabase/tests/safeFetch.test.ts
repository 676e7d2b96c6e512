import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:tls'
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { startTwins, type Twins } from '../../dev/twins/twins.ts'
import { safeFetch, type SafeFetchOptions } from '../functions/_shared/safeFetch.ts'

/** The twins stand for a service on this machine that nobody may be led to. */
let twins: Twins
let port: string
beforeAll(async () => {
  twins = await startTwins()
  port = new URL(twins.url).port
})
afterAll(() => twins.stop())

let before: number
beforeEach(() => {
  before = twins.requests.length
})
const askedFor = () => twins.requests.slice(before).map(({ path }) => path)

const get = (address: string, options: Partial<SafeFetchOptions> = {}) =>
  safeFetch(address, { signal: new AbortController().signal, ...options })
const allowHosts = () => [twins.hostPort]
const refused = expect.objectContaining({ code: 'address-refused' })

test('a name is asked for once, and its answer is where the connection goes', async () => {
  const asked: string[] = []
  const rebinding = async (name: string) => {
    asked.push(name)
    // First an address that passes the check and never answers, then this machine's own.
    return asked.length === 1 ? ['192.0.2.1'] : ['127.0.0.1']
  }
  await expect(get(`http://rebind.test:${port}/`, { resolve: rebinding })).rejects.toEqual(refused)
  expect(asked).toEqual(['rebind.test'])

  const toTwins = async (name: string) => {
    asked.push(name)
    return ['127.0.0.1']
  }
  const page = await get(`http://article.test:${port}/article`, {
    resolve: toTwins,
    allowHosts: [`article.test:${port}`],
  })
  expect(page).toMatchObject({ status: 200, url: `http://article.test:${port}/article` })
  expect(asked).toEqual(['rebind.test', 'article.test'])
  expect(twins.requests.at(-1)?.headers.host).toBe(`article.test:${port}`)
})

test('a redirect asks for the name anew, and what it finds is checked anew', async () => {
  const answers = [['127.0.0.1'], ['10.0.0.1']]
  const flipping = async () => answers.shift() ?? []
  const allowed = [`flip.test:${port}`]
  await expect(
    get(`http://flip.test:${port}/loop`, { resolve: flipping, allowHosts: allowed }),
  ).rejects.toEqual(refused)
  expect(askedFor()).toEqual(['/loop'])
})

test('one address that is not public is enough to refuse a name', async () => {
  for (const addresses of [['1.1.1.1', '127.0.0.1'], ['::1', '1.1.1.1'], ['not an address'], []]) {
    await expect(get(`http://mixed.test:${port}/`, { resolve: async () => addresses })).rejects.toEqual(
      refused,
    )
  }
  expect(askedFor()).toEqual([])
})

test('an allowed host may be on this machine but nowhere else that is private', async () => {
  const options = { resolve: async () => ['10.0.0.1'], allowHosts: [`inner.test:${port}`] }
  await expect(get(`http://inner.test:${port}/`, options)).rejects.toEqual(refused)
})

test('an allowed host is allowed at its own port alone, and under its own name alone', async () => {
  const own = { allowHosts: [twins.hostPort] }
  await expect(get(`http://127.0.0.1:${Number(port) - 1}/`, own)).rejects.toEqual(refused)
  await expect(get(`http://localhost:${port}/`, own)).rejects.toEqual(refused)
  await expect(get(`http://127.0.0.2:${port}/`, own)).rejects.toEqual(refused)
  expect(askedFor()).toEqual([])
})

test('over TLS the server is asked for by its name, not by the address that was checked', async () => {
  const names: string[] = []
  const server = createServer({
    SNICallback: (name, done) => {
      names.push(name)
      done(new Error('no certificate'))
    },
  })
  server.on('tlsClientError', () => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const host = `secure.test:${(server.address() as AddressInfo).port}`
  const options = { resolve: async () => ['127.0.0.1'], allowHosts: [host] }
  await expect(get(`https://${host}/`, options)).rejects.toMatchObject({ code: 'upstream-failed' })
  expect(names).toEqual(['secure.test'])
  server.close()
})

test('ports of other services are refused on public addresses, too', async () => {
  for (const one of [0, 21, 22, 25, 110, 143, 993, 2049, 6667, 10080]) {
    await expect(get(`http://1.1.1.1:${one}/`)).rejects.toEqual(refused)
  }
})

test('nothing of the caller is sent', async () => {
  await get(`${twins.url}/cookie`, { allowHosts: allowHosts() })
  expect(askedFor()).toEqual(['/cookie', '/article'])
  for (const { headers } of twins.requests.slice(before)) {
    expect(Object.keys(headers).toSorted()).toEqual([
      'accept',
      'accept-encoding',
      'connection',
      'host',
      'user-agent',
    ])
  }
})

test('without leave to change the host, a redirect is followed on the same host alone', async () => {
  const options = {
    resolve: async () => ['127.0.0.1'],
    allowHosts: [`a.test:${port}`, `www.a.test:${port}`],
    followsHosts: false,
  }
  const to = (location: string) =>
    get(`http://a.test:${port}/to?location=${encodeURIComponent(location)}`, options)
  expect(await to('/article')).toMatchObject({ status: 200 })
  expect(await to(`http://www.a.test:${port}/article`)).toMatchObject({
    url: `http://www.a.test:${port}/article`,
  })
  for (const other of [
    'http://b.test/?q=notes',
    'http://127.0.0.1/',
    'https://a.test.evil.test/',
    `//b.test:${port}/`,
  ]) {
    const told = new URL(other, 'http://a.test').href
    await expect(to(other)).rejects.toMatchObject({
      code: 'redirect-refused',
      message: `a.test:${port} redirects to another host. Ask for ${told} itself.`,
    })
  }
})

test('five redirects are followed and a sixth is not', async () => {
  const options = { allowHosts: allowHosts() }
  expect(await get(`${twins.url}/hops?left=4`, options)).toMatchObject({ url: `${twins.url}/article` })
  await expect(get(`${twins.url}/hops?left=5`, options)).rejects.toMatchObject({ code: 'upstream-failed' })
  await expect(get(`${twins.url}/loop`, options)).rejects.toMatchObject({ code: 'upstream-failed' })
})

test('what is larger than 2 MB, also only once unpacked, is given up', async () => {
  for (const path of ['/large', '/endless', '/gzip-bomb']) {
    await expect(get(twins.url + path, { allowHosts: allowHosts() })).rejects.toMatchObject({
      code: 'response-too-large',
    })
  }
  await expect
    .poll(() => twins.requests.slice(before).find(({ path }) => path === '/endless')?.aborted)
    .toBe(true)
})

test('a packed page is unpacked', async () => {
  const page = await get(`${twins.url}/gzip`, { allowHosts: allowHosts() })
  expect(new TextDecoder().decode(page.body)).toContain('<title>Zipped</title>')
})

/** Resolves when this process has the head of the next answer. */
const answerBegins = (): Promise<unknown> =>
  new Promise((resolve) => {
    const heard = (told: unknown) => {
      unsubscribe('http.client.response.finish', heard)
      resolve(told)
    }
    subscribe('http.client.response.finish', heard)
  })

test('who goes away ends the request, before the answer and in its midst', async () => {
  for (const path of ['/never', '/stalls']) {
    const caller = new AbortController()
    const begun = path === '/stalls' ? answerBegins() : undefined
    const page = get(twins.url + path, { allowHosts: allowHosts(), signal: caller.signal })
    const gone = expect(page).rejects.toThrow('gone')
    await (begun ?? expect.poll(() => askedFor()).toContain(path))
    caller.abort(new Error('gone'))
    await gone
    await expect.poll(() => twins.requests.findLast((one) => one.path === path)?.aborted).toBe(true)
  }
})

test.each(['/never', '/stalls'])('a site that does not answer in full has 15 seconds: %s', async (path) => {
  const deadline = new AbortController()
  const timeout = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(deadline.signal)
  onTestFinished(() => timeout.mockRestore())
  const page = get(twins.url + path, { allowHosts: allowHosts() })
  const refused = expect(page).rejects.toMatchObject({
    code: 'tool-timed-out',
    message: expect.stringContaining('within 15 s'),
  })
  await expect.poll(() => twins.requests.slice(before).some((one) => one.path === path)).toBe(true)
  deadline.abort(new DOMException('It took too long', 'TimeoutError'))
  await refused
  expect(timeout).toHaveBeenCalledExactlyOnceWith(15_000)
})
