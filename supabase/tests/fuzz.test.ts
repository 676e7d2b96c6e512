import { spawnSync } from 'node:child_process'
import { Agent, request as call } from 'node:http'
import pLimit from 'p-limit'
import { globSync } from 'tinyglobby'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { errorTable, isErrorCode, readErrorBody } from '../../contract/errors.ts'
import { rateLimits } from '../../contract/rateLimits.ts'
import { type AiTwin, startAiTwin } from '../../dev/twins/aiTwin.ts'
import { buildPythonAssets } from '../../dev/build/buildPythonAssets.ts'
import { type SpeechTwin, startSpeechTwin } from '../../dev/twins/startSpeechTwin.ts'
import { type OwnFunctions, startOwnFunctions } from '../../dev/test/startOwnFunctions.ts'
import { startTwins, type Twins } from '../../dev/twins/twins.ts'
import { loadKeys } from '../../server/keys.ts'
import {
  createMalformedRequests,
  fuzzedFunctions,
  makeTokens,
  type MalformedKind,
  malformedKinds,
  type MalformedRequest,
  type Tokens,
} from './malformedRequests.ts'

/** Each has every kind of request at every function; 30 make some 6,000. */
const rounds = Number(process.env['FUZZ_ROUNDS'] ?? 2)
/** Kinds whose size is what is wrong: the same in each round. */
const costly: readonly MalformedKind[] = ['large', 'huge']

/** The commit is the seed: every commit gets other requests, repeatable for that commit. */
const seedOfCommit = (): string => {
  const { stdout } = spawnSync('git', ['rev-parse', 'HEAD'], { encoding: 'utf8' })
  // A copy without its history has none.
  return stdout?.slice(0, 8) || '20261120'
}
const seed = process.env['FUZZ_SEED'] ?? seedOfCommit()
/** Leaks to look for in answers and log: stack frames, local paths, SQL. */
const leak =
  /\bat \S+ ?\(|\.ts:\d|node_modules|file:\/\/\/|\/home\/|\bselect .+ from\b|insert into|relation "/i

let ai: AiTwin
let speech: SpeechTwin
let twins: Twins
let backend: OwnFunctions
let tokens: Tokens
const log: string[] = []

beforeAll(async () => {
  ;[ai, speech, twins] = await Promise.all([
    startAiTwin(),
    startSpeechTwin(),
    startTwins(),
    buildPythonAssets(),
  ])
  backend = await startOwnFunctions({
    environment: {
      ...Object.fromEntries(Object.values(rateLimits).map(({ variable }) => [variable, '0'])),
      ...ai.environment,
      ...speech.environment,
      SUPPORTXMR_API_URL: twins.miningUrl,
      EMBEDDING_PROVIDER: 'none',
    },
    log: (line) => log.push(line),
  })
  const user = await backend.signUp()
  const { jwtSecret } = loadKeys(backend.dataDirectory)
  tokens = await makeTokens(user.accessToken, jwtSecret, backend.publishableKey)
})
afterAll(async () => {
  agent.destroy()
  await backend.stop()
  await Promise.all([ai.stop(), speech.stop(), twins.stop()])
})

interface Answer {
  readonly status: number
  readonly text: string
}

const agent = new Agent({ keepAlive: true, maxSockets: 12 })

/** The answer; undefined if the connection ended without one. */
function send({
  method,
  path,
  headers,
  body,
  breaksOffAfter,
}: MalformedRequest): Promise<Answer | undefined> {
  return new Promise((resolve) => {
    const isChunked = headers['transfer-encoding'] !== undefined
    const length: Record<string, string> = isChunked ? {} : { 'content-length': String(body.length) }
    const request = call(
      {
        agent: breaksOffAfter === undefined ? agent : false,
        port: backend.port,
        method,
        path: `/functions/v1${path}`,
        headers: { apikey: backend.publishableKey, ...headers, ...length },
      },
      (response) => {
        const parts: Buffer[] = []
        response.on('data', (part: Buffer) => parts.push(part))
        response.on('close', () =>
          resolve({ status: response.statusCode ?? 0, text: String(Buffer.concat(parts)) }),
        )
      },
    )
    request.on('error', () => resolve(undefined))
    if (breaksOffAfter === undefined) request.end(body)
    // The other side must get the bytes before the connection ends.
    else request.write(body.subarray(0, breaksOffAfter), () => setTimeout(() => request.destroy(), 5))
  })
}

/** Why this is not a refusal by the contract; null if it is one. */
function complaint({ method }: MalformedRequest, { status, text }: Answer): string | null {
  if (status < 400 || status > 499) return 'not a refusal'
  if (method === 'HEAD') return text === '' ? null : 'a body'
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    return 'no JSON'
  }
  const error = readErrorBody(body)
  if (error === undefined || !isErrorCode(error.code)) return 'another shape'
  if (errorTable[error.code].status !== status) return `status of ${error.code}`
  if (error.message.length > 1000) return 'longer than anybody reads'
  return leak.test(text) || text.includes(tokens.valid) ? 'a leak' : null
}

/** The status of each function for a valid request. */
async function askAll(): Promise<Record<string, number | undefined>> {
  const answers = fuzzedFunctions.map(async ({ name, seed }) => {
    const headers = { authorization: `Bearer ${tokens.valid}` }
    const body = Buffer.from(JSON.stringify(seed))
    const answer = await send({ kind: 'good', method: 'POST', path: `/${name}`, headers, body })
    return [name, answer?.status] as const
  })
  return Object.fromEntries(await Promise.all(answers))
}

test('every function there is takes part', () => {
  const folders = globSync('supabase/functions/*/index.ts').map((path) => path.split('/').at(-2) ?? '')
  expect(new Set(fuzzedFunctions.map(({ name }) => name))).toEqual(new Set(folders))
})

test('malformed requests of every kind to every function are refused, and nothing else happens', async () => {
  const before = await askAll()
  // Some refuse: the ids in the seeds do not exist, and example.com is unreachable.
  expect(Object.values(before).filter((status) => status === 200).length).toBeGreaterThanOrEqual(10)
  const pid = backend.functionsPid()
  const asked = ai.requests.length + speech.requests.length + twins.requests.length
  const quiet = log.length

  const make = createMalformedRequests(Number.parseInt(seed, 16), tokens)
  const requests = Array.from({ length: rounds }, (_, round) =>
    malformedKinds
      .filter((kind) => round === 0 || !costly.includes(kind))
      .flatMap((kind) => fuzzedFunctions.map((target) => () => make[kind](target))),
  ).flat()
  const inTurn = pLimit(12)
  const counts = new Map<string, number>()
  const complaints: object[] = []
  const one = async (request: MalformedRequest) => {
    const answer = await send(request)
    const outcome = `${request.kind}: ${answer?.status ?? 'none'}`
    counts.set(outcome, (counts.get(outcome) ?? 0) + 1)
    if (answer === undefined && request.breaksOffAfter !== undefined) return
    const problem = answer === undefined ? 'no answer' : complaint(request, answer)
    if (problem === null) return
    const { kind, method, path, headers, body } = request
    const start = body.subarray(0, 200).toString()
    complaints.push({ problem, kind, method, path: path.slice(0, 100), headers, start, answer })
  }
  await Promise.all(requests.map((next) => inTurn(() => one(next()))))

  const lines = [...counts]
    .map(([outcome, count]) => `${outcome} × ${count}`)
    .toSorted((one, other) => one.localeCompare(other))
  const asThese = `FUZZ_SEED=${seed} FUZZ_ROUNDS=${rounds} makes the same requests again`
  if (rounds > 2) process.stdout.write(`Fuzz: ${requests.length} requests\n  ${lines.join('\n  ')}\n`)
  expect(complaints.slice(0, 5), asThese).toEqual([])
  expect(new Set([...counts.keys()].map((outcome) => outcome.split(':')[0]))).toEqual(new Set(malformedKinds))
  expect(log.slice(quiet), asThese).toEqual([])
  expect(ai.requests.length + speech.requests.length + twins.requests.length).toBe(asked)
  expect(await askAll()).toEqual(before)
  expect(backend.functionsPid()).toBe(pid)
})

test('texts that no database stores and no encoding knows are refused or taken, and break nothing', async () => {
  const texts = ['word\0', 'word\ud800', { 'a\0': '\udfff', b: '\0' }]
  const outcomes: Record<string, number | undefined> = {}
  for (const { name, parameters, seed } of fuzzedFunctions) {
    for (const key of Object.keys(parameters.shape)) {
      for (const [index, text] of texts.entries()) {
        const body = { ...seed, [key]: text }
        if (!parameters.safeParse(body).success) continue
        const headers = { authorization: `Bearer ${tokens.valid}` }
        const sent = { kind: 'text', method: 'POST', path: `/${name}`, headers }
        const answer = await send({ ...sent, body: Buffer.from(JSON.stringify(body)) })
        outcomes[`${name} ${key} ${index}`] = answer?.status
      }
    }
  }
  expect(Object.keys(outcomes).length).toBeGreaterThan(8)
  expect(Object.entries(outcomes).filter(([, status]) => status !== 200 && status !== 400)).toEqual([])
})
