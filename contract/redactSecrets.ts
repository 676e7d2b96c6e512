/** Takes keys, tokens and passwords out of what is written to a log: the one table of what they look like. */

const mark = '[redacted]'

interface SecretShape {
  /** Repeats are bounded: the text may be a megabyte that somebody made to be slow to read. */
  readonly pattern: RegExp
  /** What is left of it. */
  readonly left?: string
}

/** Where prose has the same words (a bearer of news, a password that must be long) a digit tells the secret apart. */
const shapes: readonly SecretShape[] = [
  {
    pattern:
      /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[^-]{0,20000}(?:-----END [A-Z ]{0,40}PRIVATE KEY-----)?/g,
  },
  // A header, in whatever notation, with the word before the credentials.
  {
    pattern:
      /\b((?:proxy-)?authorization["']?\s{0,5}[:=]\s{0,5}["']?(?:[a-z]{2,20}\s{1,5})?)[^\s"',;]{1,2000}/gi,
    left: '$1',
  },
  { pattern: /\b((?:bearer|basic)\s{1,5})(?=[\w.~+/=-]{0,200}\d)[\w.~+/=-]{16,4000}/gi, left: '$1' },
  {
    pattern:
      /\b((?:api[-_]?key|access[-_]?token|refresh[-_]?token|client[-_]?secret|secret[-_]?key|password|passwd)["']?\s{0,5}[:=]\s{0,5}["']?)(?=[^\s"',;&]{0,200}\d)[^\s"',;&]{8,2000}/gi,
    left: '$1',
  },
  // A user and a password in an address.
  { pattern: /\b([a-z][a-z0-9+.-]{1,20}:\/\/)[^\s/@:]{1,200}:[^\s/@]{1,200}@/gi, left: '$1' },
  // JSON Web Tokens: sessions of Supabase are such.
  { pattern: /(?<![\w-])eyJ[\w-]{8,4000}\.[\w-]{8,4000}\.[\w-]{8,4000}/g },
  // OpenAI, OpenRouter, DeepSeek, Anthropic and others.
  { pattern: /\b[spr]k-(?=[\w-]{0,200}\d)[\w-]{16,400}/g },
  // Stripe.
  { pattern: /\b[sr]k_(?:live|test)_\w{10,400}/g },
  // Google.
  { pattern: /\bAIza[\w-]{30,100}/g },
  { pattern: /\bya29\.[\w-]{20,1000}/g },
  // GitHub, npm, Hugging Face, Slack, Amazon.
  { pattern: /\b(?:gh[opsur]|github_pat|npm|hf)_\w{20,400}/g },
  { pattern: /\bxox[abeprs]-[\w-]{10,400}/g },
  { pattern: /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g },
  // Supabase's secret keys, and those of webhooks.
  { pattern: /\bsb_secret_[\w-]{10,400}/g },
  { pattern: /\bwhsec_[A-Za-z0-9+/=]{20,400}/g },
]

/** The same text, with `[redacted]` in place of whatever looks like a secret. */
export const redactSecrets = (text: string): string =>
  shapes.reduce((left, { pattern, left: kept = '' }) => left.replace(pattern, kept + mark), text)

/** Names whose values are secrets, whatever these look like. */
const secretName =
  /^(?:(?:proxy-)?authorization|cookie|set-cookie|(?:x-)?api[-_]?key|(?:access|refresh|id)[-_]?token|client[-_]?secret|secret|secret[-_]?key|private[-_]?key|password|passwd)$/i

/** Logs keep no JSON that is deeper. */
const maximumDepth = 500

/** A JSON value with the same done to every text in it, and without the values of names such as `password`. */
export const redactJson = (value: unknown): unknown => redact(value, 0)

function redact(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return redactSecrets(value)
  if (typeof value !== 'object' || value === null) return value
  if (depth === maximumDepth) return '… [cut: nested too deeply]'
  if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      redactSecrets(name),
      secretName.test(name) && holdsText(item) ? mark : redact(item, depth + 1),
    ]),
  )
}

const holdsText = (value: unknown): boolean =>
  (typeof value === 'string' && value !== '') || (typeof value === 'object' && value !== null)
