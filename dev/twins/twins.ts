/** The outside world for tests: one loopback server that plays SupportXMR and the web sites a page is fetched from. */
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'

const wallet = (name: string): string => `4${name}`.padEnd(95, '1')

/** Monero addresses by how the pool answers for them. */
export const twinWallets = {
  known: wallet('Known'),
  unknown: wallet('Unknown'),
  html: wallet('Html'),
  error: wallet('Error'),
  empty: wallet('Empty'),
  late: wallet('Late'),
  brokenJson: wallet('BrokenJson'),
  wrongShape: wallet('WrongShape'),
  limited: wallet('Limited'),
  huge: wallet('Huge'),
} as const

export interface TwinRequest {
  readonly method: string
  readonly path: string
  readonly headers: IncomingMessage['headers']
  /** Whether the caller went away before the answer was complete. */
  readonly aborted: boolean
}

export interface Twins {
  readonly url: string
  /** Value of SUPPORTXMR_API_URL. */
  readonly miningUrl: string
  /** Value of BROWSE_ALLOW_HOSTS. */
  readonly hostPort: string
  /** Every request so far, oldest first; also to be had as JSON from `/_requests`. */
  readonly requests: readonly TwinRequest[]
  stop(): Promise<void>
}

const minerStats = {
  hash: 4213,
  identifier: 'global',
  lastHash: 1767225600,
  totalHashes: 987654321,
  validShares: 1200,
  invalidShares: 3,
  amtPaid: 1500000000000,
  amtDue: 250000000000,
  txnCount: 2,
}

/** nodejs-pool sums nothing for a wallet it has not seen: its hash rate is missing, its shares are null. */
const unknownMinerStats = {
  identifier: 'global',
  lastHash: null,
  validShares: null,
  invalidShares: 0,
  amtPaid: 0,
  amtDue: 0,
  txnCount: 0,
}

const poolStats = {
  pool_list: ['pplns'],
  pool_statistics: {
    hashRate: 98_000_000,
    miners: 5400,
    totalHashes: 123456789012345,
    lastBlockFoundTime: 1767225000,
    lastBlockFound: 3300000,
    totalBlocksFound: 41000,
    totalMinersPaid: 20000,
    totalPayments: 300000,
    roundHashes: 45678901234,
  },
  last_payment: 1767220000,
}

const paragraph =
  'The pool counts every share a miner hands in, accepted or refused, and pays in proportion to them. '

const articlePage = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>How a pool pays</title>
<meta name="description" content="Plain"><meta property="og:description" content="Shares,  and what they are worth.">
<meta name="author" content="Ada L."><meta property="article:published_time" content="2026-01-02T03:04:05Z">
<meta property="og:image" content="/pool.png"><link rel="canonical" href="/articles/how-a-pool-pays">
<script>document.title = 'changed by a script'</script><style>p { color: red }</style></head><body>
<nav><a href="/">Home</a> <a href="#top">Top</a> <a href="javascript:alert(1)">Trap</a></nav>
<article><h1>How a pool pays</h1>
${Array.from({ length: 8 }, (_, i) => `<p>Part ${i + 1}. ${paragraph.repeat(4)}</p>`).join('\n')}
<p>See <a href="/articles/shares?from=pool">what a share is</a> and
<a href="https://example.com/payouts">the payout table</a>, or <a href="mailto:pool@example.com">write</a>.</p>
</article><footer>Footer of the site</footer></body></html>`

const smallPage = (title: string): string =>
  `<!doctype html><html><head><title>${title}</title></head><body><p>A small page.</p></body></html>`

const send = (response: ServerResponse, status: number, type: string, body: string | Uint8Array): void => {
  response.writeHead(status, { 'content-type': type })
  response.end(body)
}
const html = (response: ServerResponse, body: string, status = 200): void =>
  send(response, status, 'text/html; charset=utf-8', body)
const json = (response: ServerResponse, value: unknown): void =>
  send(response, 200, 'application/json', JSON.stringify(value))
const redirect = (response: ServerResponse, location: string): void => {
  response.writeHead(302, { location })
  response.end()
}

type Answer = (response: ServerResponse, url: URL) => void

const after =
  (ms: number, answer: Answer): Answer =>
  (response, url) => {
    const timer = setTimeout(() => answer(response, url), ms)
    response.on('close', () => clearTimeout(timer))
  }

const miners: Record<string, Answer> = {
  [twinWallets.known]: (response) => json(response, minerStats),
  [twinWallets.unknown]: (response) => json(response, unknownMinerStats),
  [twinWallets.html]: (response) => html(response, '<html><h1>Down for maintenance</h1></html>'),
  [twinWallets.error]: (response) => send(response, 500, 'text/plain', 'internal database password: hunter2'),
  [twinWallets.empty]: (response) => send(response, 200, 'application/json', ''),
  [twinWallets.late]: after(60_000, (response) => json(response, minerStats)),
  [twinWallets.brokenJson]: (response) => send(response, 200, 'application/json', '{"hash": 12,'),
  [twinWallets.wrongShape]: (response) => json(response, ['hash', 12]),
  [twinWallets.limited]: (response) => send(response, 429, 'text/plain', 'slow down'),
  [twinWallets.huge]: (response) => json(response, { ...minerStats, padding: 'x'.repeat(2_000_000) }),
}

/** Writes until the caller has had enough. */
const endless: Answer = (response) => {
  response.writeHead(200, { 'content-type': 'text/html' })
  const write = (): void => {
    if (response.destroyed) return
    response.write('<p>more</p>'.repeat(1000))
    setTimeout(write, 5)
  }
  write()
}

const pages: Record<string, Answer> = {
  '/': (response) => html(response, smallPage('A twin of the web')),
  '/article': (response) => html(response, articlePage),
  '/slow': (response, url) =>
    after(Number(url.searchParams.get('ms') ?? 500), (later) => html(later, smallPage('Slow')))(
      response,
      url,
    ),
  '/never': () => undefined,
  '/stalls': (response) => {
    response.writeHead(200, { 'content-type': 'text/html' })
    response.write('<p>begun')
  },
  '/endless': endless,
  '/large': (response) => html(response, `<p>${'x'.repeat(3_000_000)}</p>`),
  '/many-links': (response) =>
    html(response, Array.from({ length: 300 }, (_, i) => `<a href="/l/${i}">Link ${i}</a>`).join(' ')),
  '/long': (response) => html(response, `<title>Long</title><p>${'word '.repeat(60_000)}</p>`),
  '/nested': (response) => html(response, '<title>Deep</title>' + '<div>'.repeat(100_000) + 'bottom'),
  '/crowded': (response) => html(response, '<title>Crowd</title>' + '<p>word, word'.repeat(140_000)),
  '/json': (response) => json(response, { answer: 42 }),
  '/json-exact': (response) =>
    send(response, 200, 'application/json', '{"2031": 12345678901234567890, "2029": 5.0}'),
  '/json-as-html': (response) => html(response, '[1, {"a": null}]'),
  '/json-nested': (response) =>
    send(response, 200, 'application/json', '['.repeat(9_000) + ']'.repeat(9_000)),
  '/text': (response) => send(response, 200, 'text/plain', 'Plain text, <b>not markup</b>.'),
  '/binary': (response) =>
    send(response, 200, 'application/pdf', new Uint8Array([0x25, 0x50, 0x44, 0x46, 0])),
  '/missing': (response) => html(response, smallPage('Not here'), 404),
  '/latin1': (response) =>
    send(response, 200, 'text/html; charset=iso-8859-1', Buffer.from('<title>Café</title>', 'latin1')),
  '/meta-charset': (response) =>
    send(
      response,
      200,
      'text/html',
      Buffer.from('<head><meta charset="windows-1252"><title>Café</title>', 'latin1'),
    ),
  '/gzip': (response) => {
    response.writeHead(200, { 'content-type': 'text/html', 'content-encoding': 'gzip' })
    response.end(gzipSync(smallPage('Zipped')))
  },
  '/gzip-bomb': (response) => {
    response.writeHead(200, { 'content-type': 'text/html', 'content-encoding': 'gzip' })
    response.end(gzipSync(Buffer.alloc(50_000_000)))
  },
  '/brotli': (response) => {
    response.writeHead(200, { 'content-type': 'text/html', 'content-encoding': 'br' })
    response.end('not really')
  },
  '/reset': (response) => response.destroy(),
  '/cookie': (response) => {
    response.writeHead(302, { location: '/article', 'set-cookie': 'a=b' })
    response.end()
  },
  '/loop': (response) => redirect(response, '/loop'),
  '/hops': (response, url) => {
    const left = Number(url.searchParams.get('left') ?? 0)
    redirect(response, left > 0 ? `/hops?left=${left - 1}` : '/article')
  },
  '/to': (response, url) => redirect(response, url.searchParams.get('location') ?? '/'),
}

function answer(response: ServerResponse, url: URL): void {
  const miner = /^\/api\/miner\/([^/]+)\/stats$/.exec(url.pathname)?.[1]
  if (miner !== undefined) return (miners[miner] ?? miners[twinWallets.unknown])?.(response, url)
  if (url.pathname === '/api/pool/stats') return json(response, poolStats)
  const page = pages[url.pathname]
  if (page === undefined) return html(response, smallPage('Nothing of that name'), 404)
  page(response, url)
}

/** Starts the server on a free loopback port; `stop` also ends what is still being answered. */
export async function startTwins(): Promise<Twins> {
  const requests: { -readonly [Key in keyof TwinRequest]: TwinRequest[Key] }[] = []
  const server = createServer((request, response) => {
    const path = request.url ?? '/'
    const entry = { method: request.method ?? '', path, headers: request.headers, aborted: false }
    // Tests in other processes ask here.
    if (path === '/_requests') return json(response, requests)
    requests.push(entry)
    response.on('close', () => (entry.aborted = !response.writableFinished))
    answer(response, new URL(path, 'http://twin'))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The twins have no port.')
  const hostPort = `127.0.0.1:${address.port}`
  return {
    url: `http://${hostPort}`,
    miningUrl: `http://${hostPort}/api`,
    hostPort,
    requests,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
