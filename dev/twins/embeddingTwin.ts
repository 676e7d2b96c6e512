/** The embedding providers for tests: one loopback server that makes small vectors of texts, and fails as providers can. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { embeddingProviderIds, embeddingProviders } from '../../contract/ai/embeddingProviders.ts'

/** The dimensions of its vectors: how often a text mentions each concept. */
const concepts = [
  /\b(pool|min(?:er|ing)|hash\w*|shares?)\b/gi,
  /\b(pa(?:y|id|yout)s?|money|earn\w*|wages?)\b/gi,
  /\b(bread|cheese|lunch|meal|food|cook\w*)\b/gi,
  /\b(cats?|dogs?|animals?|kittens?)\b/gi,
]

/** The vector of a text, of any dimension from 5. */
export function twinVector(text: string, dimension: number): number[] {
  const counts = concepts.map((concept) => text.match(concept)?.length ?? 0)
  // No text is a zero vector: the last number says that there is one.
  return Array.from({ length: dimension }, (_, i) => (i === dimension - 1 ? 0.1 : (counts[i] ?? 0)))
}

type Answer = (response: ServerResponse, vector: readonly number[]) => void
const send = (response: ServerResponse, body: string, status = 200, type = 'application/json'): void => {
  response.writeHead(status, { 'content-type': type })
  response.end(body)
}
const openAiForm = (...vectors: readonly unknown[]): string =>
  JSON.stringify({ data: vectors.map((embedding, index) => ({ index, embedding })), model: 'twin' })

/** Faults that replace a vector, on OpenAI's wire. */
const behaviours = {
  'answers-one-number-less': (response, vector) => send(response, openAiForm(vector.slice(1))),
  'answers-without-numbers': (response) => send(response, openAiForm([])),
  'answers-without-a-vector': (response) => send(response, openAiForm()),
  'answers-two-vectors': (response, vector) => send(response, openAiForm(vector, vector)),
  'answers-not-a-number': (response, vector) => send(response, openAiForm(vector).replace('0.1', 'NaN')),
  'answers-nan-as-text': (response, vector) => send(response, openAiForm(vector.map(() => 'NaN'))),
  'answers-null': (response, vector) => send(response, openAiForm(vector.map(() => null))),
  'answers-too-large-numbers': (response, vector) => send(response, openAiForm(vector.map(() => 1e300))),
  'answers-zeros': (response, vector) => send(response, openAiForm(vector.map(() => 0))),
  'answers-numbers-near-zero': (response, vector) =>
    send(response, openAiForm(vector.map((one) => one * 1e-44))),
  'answers-html': (response) => send(response, '<html><h1>Sign in</h1></html>', 200, 'text/html'),
  'answers-html-as-json': (response) => send(response, '<html><h1>Sign in</h1></html>'),
  'answers-nothing': (response) => send(response, ''),
  'answers-another-shape': (response) => send(response, '{"vectors": "none"}'),
  fails: (response) => send(response, '{"error": {"message": "Overloaded"}}', 500),
  'refuses-the-key': (response) =>
    send(response, '{"error": {"message": "Incorrect API key: sk-embedding-0123456789"}}', 401),
  'lacks-the-model': (response) => send(response, '{"error": {"message": "model_not_found"}}', 404),
  redirects: (response) => void response.writeHead(307, { location: '/elsewhere' }).end(),
  resets: (response) => void response.destroy(),
} as const satisfies Record<string, Answer>

export type EmbeddingBehaviour = keyof typeof behaviours
export const embeddingBehaviours = Object.keys(behaviours).filter(
  (name): name is EmbeddingBehaviour => name in behaviours,
)

interface EmbeddingRequest {
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly text: string
  readonly body: Readonly<Record<string, unknown>>
}

export interface EmbeddingTwin {
  readonly url: string
  /** The providers' addresses and keys, and no choice of one. */
  readonly environment: Readonly<Record<string, string>>
  /** Oldest first, since the last `behave`. */
  readonly requests: readonly EmbeddingRequest[]
  /** 'answers' answers well, 'hangs' never. Forgets the requests so far. */
  behave(behaviour: EmbeddingBehaviour | 'answers' | 'hangs'): void
  stop(): Promise<void>
}

/** Reads a question: a text, and perhaps a dimension. */
function readQuestion(body: Readonly<Record<string, unknown>>) {
  const { input, dimensions, outputDimensionality } = body
  const [text] = Array.isArray(input)
    ? input
    : [/"text":("(?:[^"\\]|\\.)*")/.exec(JSON.stringify(body))?.[1] ?? '""'].map((json) => JSON.parse(json))
  return { text: String(text), dimension: Number(dimensions ?? outputDimensionality ?? 8) }
}

/** Listens on a free loopback port. */
export async function startEmbeddingTwin(): Promise<EmbeddingTwin> {
  let chosen: EmbeddingBehaviour | 'answers' | 'hangs' = 'answers'
  const requests: EmbeddingRequest[] = []
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk)
      const path = request.url ?? '/'
      const body = JSON.parse(Buffer.concat(chunks).toString() || '{}')
      const { text, dimension } = readQuestion(body)
      requests.push({ path, headers: request.headers, text, body })
      const vector = twinVector(text, dimension)
      if (chosen === 'hangs') return undefined
      if (chosen !== 'answers') return behaviours[chosen](response, vector)
      const isGemini = path.endsWith(':embedContent')
      send(response, isGemini ? JSON.stringify({ embedding: { values: vector } }) : openAiForm(vector))
    })()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The twin has no port.')
  const url = `http://127.0.0.1:${address.port}`
  const variables = embeddingProviderIds.flatMap((id) => [
    [embeddingProviders[id].variables.key, `sk-embedding-${id}`],
    [embeddingProviders[id].variables.baseUrl, `${url}/${id}`],
  ])
  return {
    url,
    environment: {
      ...Object.fromEntries(variables),
      [embeddingProviders.compatible.variables.model]: 'own-model',
    },
    requests,
    behave: (next) => {
      chosen = next
      requests.length = 0
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
