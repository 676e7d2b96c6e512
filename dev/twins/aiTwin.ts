/**
 * The AI providers for tests: one loopback server that speaks as each of them, and fails as each of them can.
 *
 * A conversation is played from a transcript, one turn for each answer, whichever tier is asked and on its wire:
 *
 *     twin.play([
 *       { python: 'x = 1 / 0' },
 *       { text: 'Let me mend that.', python: 'x = 1\nx' },
 *       { failing: { openai: 'is-overloaded' }, text: 'It is 1.' },
 *     ])
 *     … the chat …
 *     twin.asked().at(-1)?.turns   // what the model was sent, the same on each wire
 *
 * A list of `python` is several calls in one answer; `call: { name, arguments }` is any other call, and arguments that are
 * a string are sent as they stand. `isCutOff`, `hangs`, `waitsFor`, `pauseMs` and `ends` are in `SpokenTurn`. A function in place
 * of the list makes each turn from its request, without end: `twin.play(() => ({ python: 'again()' }))`. Who asks beyond the
 * end of a list is refused by every tier.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { aiTierIds, aiTiers, type AiTierId } from '../../contract/ai/aiTiers.ts'
import { type AiWireFormat, geminiWire, openAiWire } from './aiWires.ts'
import { playTurn, type SpokenTurn } from './playTurn.ts'
import { type Asked, readAsked } from './readAsked.ts'

/** A provider's key as it must not be seen anywhere. */
export const twinKey = (id: AiTierId): string => `sk-twin-${id}-0123456789abcdef`

/** The models that each endpoint lists. */
const twinModels = ['own-model', 'other-model'] as const

interface AiTwinRequest {
  readonly tier: AiTierId
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: Readonly<Record<string, unknown>>
  /** Whether the caller went away before the answer was complete. */
  readonly isAborted: boolean
  /** When it came and when its answer ended, in milliseconds by performance.now(). */
  readonly at: number
  readonly endedAt: number | null
}

export interface AiTwin {
  /** Environment variables that lead the functions to the twin instead of every provider. */
  readonly environment: Readonly<Record<string, string>>
  /** Oldest first, since the last `behave`. */
  readonly requests: readonly AiTwinRequest[]
  /** Sets behaviours; providers that are not named answer. Forgets earlier requests. */
  behave(behaviours: Partial<Record<AiTierId, AiBehaviour>>): void
  /** The next answers, in this order; after them it repeats what it heard. */
  say(...texts: readonly string[]): void
  /** The next answers as a transcript has them, until the next `behave`. Forgets the requests so far. */
  play(turns: Transcript): void
  /** The questions since then, oldest first. */
  asked(): readonly Asked[]
  /** Turns of the transcript that nobody asked for yet. */
  turnsLeft(): number
  stop(): Promise<void>
}

export interface TwinTurn extends SpokenTurn {
  /** Tiers that do not give this answer, and what they do instead: the next one that is asked gives it. */
  readonly failing?: Partial<Record<AiTierId, AiBehaviour>>
}

/** A list, or what makes the turn for the request of this number, from 0. */
export type Transcript = readonly TwinTurn[] | ((request: AiTwinRequest, index: number) => TwinTurn)

interface Exchange {
  readonly response: ServerResponse
  readonly wire: AiWireFormat
  readonly tier: AiTierId
  readonly question: string
  readonly body: Readonly<Record<string, unknown>>
  /** The text to say, if the test decided it. */
  readonly text: string | undefined
}
type Behaviour = (exchange: Exchange) => void | Promise<void>

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

const begin = ({ response }: Exchange): void => {
  if (!response.headersSent) response.writeHead(200, { 'content-type': 'text/event-stream' })
}

function send(exchange: Exchange, ...events: readonly (object | string | null)[]): void {
  begin(exchange)
  for (const event of events) {
    if (event === null || exchange.response.destroyed) continue
    exchange.response.write(`data: ${typeof event === 'string' ? event : JSON.stringify(event)}\n\n`)
  }
}

/** Begins an answer and gives its first words. */
async function sayHalf(exchange: Exchange): Promise<void> {
  send(exchange, exchange.wire.opening)
  for (const word of ['Half ', 'an ', 'answer']) {
    send(exchange, exchange.wire.text(word))
    await pause(5)
  }
}

async function sayAll(exchange: Exchange, pauseMs: number): Promise<void> {
  const { wire, tier, question, text = `${tier} heard: ${question}` } = exchange
  send(exchange, wire.opening)
  for (const word of text.match(/\s*\S+\s*/g) ?? []) {
    send(exchange, wire.text(word))
    await pause(pauseMs)
  }
  send(exchange, ...wire.ending('stop'))
  exchange.response.end()
}

const refuse =
  (status: number, message: string, code?: string, headers: Record<string, string> = {}): Behaviour =>
  ({ response, wire }) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(JSON.stringify(wire.error(status, message, code)))
  }

const web =
  (status: number): Behaviour =>
  ({ response }) => {
    response.writeHead(status, { 'content-type': 'text/html' })
    response.end('<html><body><h1>Sign in to the network</h1></body></html>')
  }

const behaviours = {
  answers: (exchange) => sayAll(exchange, 1),
  'knows-no-structured-answers': (exchange) => {
    const asks = JSON.stringify(exchange.body)
    if (!/json_schema|json_object|responseMimeType/.test(asks)) return sayAll(exchange, 1)
    return refuse(400, "Unknown parameter: 'response_format'.")(exchange)
  },
  'answers-slowly': (exchange) => sayAll(exchange, 150),
  'answers-late': async (exchange) => {
    await pause(300)
    await sayAll(exchange, 1)
  },
  'thinks-aloud': async (exchange) => {
    for (let i = 0; i < 8; i++) {
      send(exchange, exchange.wire.thought('hm '))
      await pause(100)
    }
    await sayAll(exchange, 1)
  },
  'uses-up-its-tokens': async (exchange) => {
    await sayHalf(exchange)
    send(exchange, ...exchange.wire.ending('length'))
    exchange.response.end()
  },
  'is-filtered': (exchange) => {
    send(exchange, exchange.wire.opening, ...exchange.wire.ending('filter'))
    exchange.response.end()
  },
  'rate-limits': refuse(429, 'Rate limit reached for requests', 'rate_limit_exceeded', {
    'retry-after': '20',
  }),
  'rate-limits-with-retry-info': ({ response }) => {
    response.writeHead(429, { 'content-type': 'application/json' })
    const retry = { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '34s' }
    const message = 'You exceeded your current quota, please check your plan and billing details.'
    response.end(
      JSON.stringify({ error: { code: 429, message, status: 'RESOURCE_EXHAUSTED', details: [retry] } }),
    )
  },
  'has-no-quota': refuse(
    429,
    'You exceeded your current quota, please check your plan.',
    'insufficient_quota',
  ),
  'wants-payment': refuse(402, 'Insufficient Balance'),
  'refuses-the-key': (exchange) =>
    refuse(401, `Incorrect API key provided: ${twinKey(exchange.tier)}.`, 'invalid_api_key')(exchange),
  forbids: refuse(403, 'Project has been denied access.'),
  'has-retired-the-model': refuse(
    404,
    'The model does not exist or you do not have access.',
    'model_not_found',
  ),
  'refuses-the-request': refuse(
    400,
    "Unsupported value: 'temperature' does not support 0.2.",
    'unsupported_value',
  ),
  'finds-it-too-long': refuse(
    400,
    "This model's maximum context length is 8192 tokens.",
    'context_length_exceeded',
  ),
  'finds-it-too-large': refuse(413, 'Payload too large'),
  'times-out': refuse(408, 'Request timeout'),
  fails: refuse(500, 'The server had an error\u0007 while processing\n<b>your</b> request'),
  'is-overloaded': refuse(503, 'overloaded'),
  'is-beyond-the-transcript': refuse(500, 'The transcript of this test has no further turn.'),
  'fails-as-a-web-page': web(502),
  'answers-as-a-web-page': web(200),
  'answers-no-json': ({ response }) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end('not an answer')
  },
  redirects: ({ response }) => {
    response.writeHead(307, { location: '/elsewhere' })
    response.end()
  },
  'answers-nothing': (exchange) => {
    begin(exchange)
    exchange.response.end()
  },
  'answers-only-done': (exchange) => {
    send(exchange, '[DONE]')
    exchange.response.end()
  },
  'stops-without-a-word': (exchange) => {
    send(exchange, exchange.wire.opening, ...exchange.wire.ending('stop'))
    exchange.response.end()
  },
  'says-only-blanks': (exchange) => {
    send(exchange, exchange.wire.opening, exchange.wire.text(' \n'), ...exchange.wire.ending('stop'))
    exchange.response.end()
  },
  'thinks-until-its-tokens-end': (exchange) => {
    send(exchange, exchange.wire.thought('hm'), ...exchange.wire.ending('length'))
    exchange.response.end()
  },
  'sends-broken-json': (exchange) => {
    send(exchange, '{"choices":[{"delta":{"content":"Hi', '[DONE]')
    exchange.response.end()
  },
  'sends-another-shape': (exchange) => {
    send(exchange, { choices: 'none', candidates: 'none' })
    exchange.response.end()
  },
  'sends-an-error': (exchange) => {
    send(exchange, exchange.wire.opening, exchange.wire.error(502, 'Provider returned error'))
    exchange.response.end()
  },
  'calls-half-a-tool': (exchange) => {
    send(exchange, exchange.wire.opening, exchange.wire.halfToolCall)
    exchange.response.end()
  },
  hangs: () => undefined,
  'hangs-after-its-head': (exchange) => {
    begin(exchange)
    exchange.response.write(': begun\n\n')
  },
  'keeps-alive-only': (exchange) => {
    begin(exchange)
    const timer = setInterval(() => exchange.response.write(': PROCESSING\n\n'), 50)
    exchange.response.on('close', () => clearInterval(timer))
  },
  'opens-and-hangs': (exchange) => send(exchange, exchange.wire.opening ?? ''),
  'thinks-and-stalls': (exchange) => send(exchange, exchange.wire.thought('hm')),
  resets: ({ response }) => void response.destroy(),
  'resets-early': async (exchange) => {
    send(exchange, exchange.wire.opening ?? exchange.wire.thought('hm'))
    await pause(20)
    exchange.response.destroy()
  },
  'resets-midway': async (exchange) => {
    await sayHalf(exchange)
    exchange.response.destroy()
  },
  'stalls-midway': sayHalf,
  'ends-midway': async (exchange) => {
    await sayHalf(exchange)
    exchange.response.end()
  },
  'breaks-midway': async (exchange) => {
    await sayHalf(exchange)
    send(exchange, '{"choices":[{"del')
    exchange.response.end()
  },
  'errs-midway': async (exchange) => {
    await sayHalf(exchange)
    send(exchange, exchange.wire.error(502, 'Provider returned error'))
    exchange.response.end()
  },
} satisfies Record<string, Behaviour>

export type AiBehaviour = keyof typeof behaviours

/** Listens on a free loopback port; `stop` also ends what is still being answered. */
export async function startAiTwin(): Promise<AiTwin> {
  let transcript: Transcript | undefined
  let turnsPlayed = 0
  let callsMade = 0
  let chosen: Partial<Record<AiTierId, AiBehaviour>> = {}
  let said: string[] = []
  const requests: { -readonly [Key in keyof AiTwinRequest]: AiTwinRequest[Key] }[] = []
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '/'
    const tier = aiTierIds.find((id) => path.startsWith(`/${id}/`))
    const isChat = /\/chat\/completions$|:streamGenerateContent\?alt=sse$/.test(path)
    const isModels = request.method === 'GET' && path.endsWith('/models')
    if (tier === undefined || !(isChat || isModels)) return void response.writeHead(404).end()
    const at = performance.now()
    const body = isModels ? {} : JSON.parse(await readBody(request))
    const entry: (typeof requests)[number] = {
      tier,
      path,
      headers: request.headers,
      body,
      at,
      isAborted: false,
      endedAt: null,
    }
    requests.push(entry)
    response.on('finish', () => (entry.endedAt = performance.now()))
    response.on('close', () => (entry.isAborted = !response.writableFinished))
    if (isModels && chosen[tier] === undefined) {
      response.writeHead(200, { 'content-type': 'application/json' })
      return void response.end(JSON.stringify({ data: twinModels.map((id) => ({ id, object: 'model' })) }))
    }
    const wire = aiTiers[tier].wire === 'gemini' ? geminiWire : openAiWire
    const question = lastTextOf(body)
    if (transcript !== undefined) {
      const exchange = { response, wire, tier, question, body, text: undefined }
      const turn = typeof transcript === 'function' ? transcript(entry, turnsPlayed) : transcript[turnsPlayed]
      if (turn === undefined) return behaviours['is-beyond-the-transcript'](exchange)
      const failing = turn.failing?.[tier]
      if (failing !== undefined) return await behaviours[failing](exchange)
      turnsPlayed++
      return playTurn(turn, {
        wire,
        nextId: () => `call_twin_${callsMade++}`,
        send: (...events) => send(exchange, ...events),
        end: () => void response.end(),
        breakOff: () => void response.destroy(),
      })
    }
    const behaviour = chosen[tier] ?? 'answers'
    const text = /answers|structured/.test(behaviour) ? said.shift() : undefined
    await behaviours[behaviour]({ response, wire, tier, question, body, text })
  }
  const server = createServer((request, response) => void answer(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The twin has no port.')
  const url = `http://127.0.0.1:${address.port}`
  const variables = aiTierIds.flatMap((id) => [
    [aiTiers[id].variables.key, twinKey(id)],
    [aiTiers[id].variables.baseUrl, `${url}/${id}`],
  ])
  return {
    environment: { ...Object.fromEntries(variables), [aiTiers.compatible.variables.model]: 'own-model' },
    requests,
    behave: (next) => {
      chosen = next
      said = []
      transcript = undefined
      requests.length = 0
    },
    play: (turns) => {
      transcript = turns
      turnsPlayed = 0
      requests.length = 0
    },
    asked: () => requests.map(({ body }) => readAsked(body)),
    turnsLeft: () => (Array.isArray(transcript) ? transcript.length - turnsPlayed : 0),
    say: (...texts) => {
      said = [...texts]
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

/** The latest question, on either wire. */
function lastTextOf(body: Readonly<Record<string, unknown>>): string {
  const turns = JSON.stringify(body['messages'] ?? body['contents'] ?? [])
  return [...turns.matchAll(/"(?:content|text)":"((?:[^"\\]|\\.)*)"/g)].at(-1)?.[1] ?? ''
}
