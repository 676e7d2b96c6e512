/**
 * Classifies the errors of the providers' libraries into a TierFault, with the pause that the provider asks
 * for.
 */
import type { AttemptFailure } from '../../../../contract/tools/aiAnswer.ts'
import { quoteProvider } from './quoteProvider.ts'
import { TierFault } from './TierFault.ts'

/** All failures except those that only our own timers detect. */
const sentences = {
  'rate-limited': 'is rate limiting requests',
  'quota-used-up': 'reports that the account has no credit left',
  'key-refused': 'refuses the key',
  'model-not-found': 'does not have the model',
  'request-refused': 'refuses the request',
  'prompt-too-long': 'reports that the messages are too long for the model',
  'server-error': 'failed on its side',
  'timed-out': 'reported a timeout',
  unreachable: 'cannot be reached',
  malformed: 'answered in a form that cannot be read',
  empty: 'answered with nothing',
  'cut-off': 'stopped in the middle of its answer',
} as const satisfies Partial<Record<AttemptFailure, string>>

interface Situation {
  /** True if the caller already has part of the answer. */
  readonly hasContent: boolean
  /** Texts that must not be quoted. */
  readonly secrets: readonly string[]
}

/** Never throws. An unknown error counts as a failed connection, or as `cut-off` after the first content. */
export function toTierFault(error: unknown, { hasContent, secrets }: Situation): TierFault {
  // A library wraps what ends a body while it reads it.
  const own = error instanceof Error && error.cause instanceof TierFault ? error.cause : error
  if (own instanceof TierFault) return own
  const said = readSaid(error)
  const failure = hasContent ? 'cut-off' : classify(said)
  const status = said.status === null ? '' : ` (status ${said.status})`
  return new TierFault(failure, `${sentences[failure]}${status}`, {
    status: said.status ?? undefined,
    retryAfterMs: readRetryAfter(said),
    quote: said.isProviders ? quoteProvider(said.message, secrets) : '',
  })
}

interface Said {
  readonly name: string
  readonly message: string
  /** True if the provider wrote the message. Messages of libraries and the runtime may contain host names. */
  readonly isProviders: boolean
  readonly status: number | null
  readonly body: string
  readonly headers: Readonly<Record<string, unknown>>
}

const record = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? { ...value } : {}

/**
 * Libraries throw errors with a `statusCode`. An error inside a stream is the object that the provider sent.
 */
function readSaid(error: unknown): Said {
  const fields = record(error)
  const status = [fields['statusCode'], fields['code'], fields['status']].find(
    (value): value is number =>
      typeof value === 'number' && Number.isInteger(value) && value >= 400 && value < 600,
  )
  const isError = error instanceof Error
  const message = isError ? error.message : typeof fields['message'] === 'string' ? fields['message'] : ''
  const body =
    typeof fields['responseBody'] === 'string' ? fields['responseBody'] : isError ? '' : text(error)
  return {
    name: isError ? error.name : '',
    message,
    isProviders: status !== undefined || !isError,
    status: status ?? null,
    body,
    headers: record(fields['responseHeaders']),
  }
}

function text(value: unknown): string {
  return JSON.stringify(value) ?? ''
}

type SaidFailure = keyof typeof sentences

function classify(said: Said): SaidFailure {
  const { status, name } = said
  const words = `${said.message} ${said.body}`.toLowerCase()
  const isQuota = /insufficient_quota|insufficient balance|exceeded your current quota|billing/.test(words)
  // Gemini mentions quota and billing for plain rate limits too, but then says when to retry.
  if (status === 402 || (isQuota && readRetryAfter(said) === undefined)) return 'quota-used-up'
  if (status === 429 || /rate_limit|resource_exhausted/.test(words)) return 'rate-limited'
  if (status === 401 || status === 403 || /invalid_api_key|api key not valid/.test(words))
    return 'key-refused'
  if (status === 404 || /model_not_found/.test(words)) return 'model-not-found'
  if (status === 408) return 'timed-out'
  if (status === 413 || /context.?length|maximum context|too many tokens|prompt is too long/.test(words)) {
    return 'prompt-too-long'
  }
  if (status !== null) return status >= 500 ? 'server-error' : 'request-refused'
  if (/without a finish reason/.test(words)) return 'empty'
  if (/JSONParse|TypeValidation|InvalidResponse/.test(name)) return 'malformed'
  return said.isProviders ? 'server-error' : 'unreachable'
}

/**
 * Milliseconds from `retry-after-ms`, `retry-after` (seconds or date) or Gemini's RetryInfo. undefined
 * without any.
 */
function readRetryAfter({ headers, body }: Said): number | undefined {
  const header = (name: string): string => {
    const value = headers[name]
    return typeof value === 'string' ? value : ''
  }
  const candidates = [
    header('retry-after-ms') === '' ? Number.NaN : Number(header('retry-after-ms')),
    header('retry-after') === '' ? Number.NaN : Number(header('retry-after')) * 1000,
    Date.parse(header('retry-after')) - Date.now(),
    Number(/"retryDelay":\s*"([\d.]+)s"/i.exec(body)?.[1]) * 1000,
  ]
  return candidates.find((milliseconds) => Number.isFinite(milliseconds) && milliseconds >= 0)
}
