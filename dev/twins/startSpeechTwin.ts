/** A speech service for tests: one loopback server that speaks OpenAI's audio API, and fails as it can. */
import { createServer, type ServerResponse } from 'node:http'
import { speechToTextService, textToSpeechService } from '../../contract/ai/speechServices.ts'

export const speechTwinKey = 'sk-twin-speech-0123456789abcdef'

interface SpeechTwinRequest {
  readonly path: string
  readonly authorization: string | undefined
  /** The body as latin1, so that parts of a form can be searched. */
  readonly body: string
}

export interface SpeechTwin {
  /** Environment variables that lead the functions to the twin. */
  readonly environment: Readonly<Record<string, string>>
  /** Oldest first, since the last `behave`. */
  readonly requests: readonly SpeechTwinRequest[]
  behave(behaviour: SpeechBehaviour): void
  stop(): Promise<void>
}

const behaviours = {
  answers: null,
  limits: [429, 'application/json', '{"error":{"message":"Too many requests","type":"rate_limit_exceeded"}}'],
  'refuses-the-key': [401, 'application/json', `{"error":{"message":"Incorrect API key: ${speechTwinKey}"}}`],
  'has-no-model': [
    404,
    'application/json',
    '{"error":{"message":"The model is gone","code":"model_not_found"}}',
  ],
  'refuses-the-request': [400, 'application/json', '{"error":{"message":"There is no such voice"}}'],
  breaks: [500, 'text/plain', 'Traceback: database password hunter2'],
  'sends-a-page': [200, 'text/html', '<html>Sign in</html>'],
  'sends-json': [200, 'application/json', '{"message":"queued"}'],
  'sends-nothing': [200, 'audio/wav', ''],
  hangs: undefined,
} as const

export type SpeechBehaviour = keyof typeof behaviours

/** Listens on a free loopback port. */
export async function startSpeechTwin(): Promise<SpeechTwin> {
  let chosen: SpeechBehaviour = 'answers'
  const requests: SpeechTwinRequest[] = []
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const path = request.url ?? '/'
      requests.push({
        path,
        authorization: request.headers.authorization,
        body: Buffer.concat(parts).toString('latin1'),
      })
      answer(path, chosen, response)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The twin has no port.')
  const url = `http://127.0.0.1:${address.port}/v1`
  const variables = [textToSpeechService, speechToTextService].flatMap(({ variables: { key, baseUrl } }) => [
    [key, speechTwinKey],
    [baseUrl, url],
  ])
  return {
    environment: Object.fromEntries(variables),
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

function answer(path: string, chosen: SpeechBehaviour, response: ServerResponse): void {
  const given = behaviours[chosen]
  if (given === undefined) return
  if (given !== null) {
    const [status, type, body] = given
    response.writeHead(status, { 'content-type': type }).end(body)
  } else if (path === '/v1/audio/speech') {
    response.writeHead(200, { 'content-type': 'audio/wav' }).end(tone())
  } else if (path === '/v1/audio/transcriptions') {
    const heard = { text: 'What was said.', language: 'en', duration: 0.25 }
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(heard))
  } else response.writeHead(404).end()
}

/** A quarter of a second of 440 Hz as WAV: 8,000 samples a second of 8 bits, mono. */
export function tone(): Buffer {
  const samples = Buffer.from(
    Array.from(
      { length: 2000 },
      (_, index) => 128 + Math.round(60 * Math.sin((index * 440 * 2 * Math.PI) / 8000)),
    ),
  )
  const head = Buffer.alloc(44)
  head.write('RIFF', 0)
  head.writeUInt32LE(36 + samples.length, 4)
  head.write('WAVEfmt ', 8)
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(1, 20)
  head.writeUInt16LE(1, 22)
  head.writeUInt32LE(8000, 24)
  head.writeUInt32LE(8000, 28)
  head.writeUInt16LE(1, 32)
  head.writeUInt16LE(8, 34)
  head.write('data', 36)
  head.writeUInt32LE(samples.length, 40)
  return Buffer.concat([head, samples])
}
