/** Redacts keys, tokens and passwords in text that goes into a log. */

const mark = '[redacted]'

interface SecretShape {
  /** Repetitions are bounded, since an attacker may craft a megabyte that makes matching slow (ReDoS). */
  readonly pattern: RegExp
  /** The replacement before the mark, such as a captured prefix. */
  readonly left?: string
}

/**
 * If prose uses the same words ("bearer of news", "password must be long"), a digit tells the secret apart.
 */
const shapes: readonly SecretShape[] = [
  {
    pattern:
      /-----BEGIN [A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-----[^-]{0,20000}(?:-----END [A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-----)?/g,
  },
  // A header in any notation, with the scheme before the credentials.
  {
    pattern:
      /\b((?:proxy-)?authorization["']?\s{0,5}[:=]\s{0,5}["']?(?:[a-z]{2,20}\s{1,5})?)[^\s"',;]{1,2000}/gi,
    left: '$1',
  },
  { pattern: /\b((?:bearer|basic)\s{1,5})(?=[\w.~+/=-]{0,200}\d)[\w.~+/=-]{16,4000}/gi, left: '$1' },
  // Cookies go as a whole, up to the end of their line or text.
  {
    pattern:
      /\b((?:set-)?cookie\d?(?:\\?["'])?\s{0,5}[:=]\s{0,5}(?:\\?["'])?)(?=[^\r\n"'=]{1,200}=)[^\r\n"']{1,8000}/gi,
    left: '$1',
  },
  {
    pattern:
      /(?<![a-z])((?:api[-_]?key|(?:access|refresh|auth|bearer|session|security|id)[-_]?token|client[-_]?secret|(?:secret[-_]?)?access[-_]?key|secret[-_]?key|private[-_]?key|password|passwd|passphrase|pwd)(?:\\?["'])?\s{0,5}[:=]\s{0,5}(?:\\?["'])?)(?=[^\s"',;&\\]{0,200}\d)[^\s"',;&\\]{8,2000}/gi,
    left: '$1',
  },
  // Words with other meanings, too: both a letter and a digit tell the secret apart.
  {
    pattern:
      /(?<![a-z])((?:token|auth|secret|credentials?)(?:\\?["'])?\s{0,5}[:=]\s{0,5}(?:\\?["'])?)(?=[^\s"',;&\\]{0,200}\d)(?=[^\s"',;&\\]{0,200}[a-z])[^\s"',;&\\]{8,2000}/gi,
    left: '$1',
  },
  // Name and value both in quotes: this is data, not prose, so the value needs no digit and may contain spaces.
  {
    pattern:
      /(["'][\w-]{0,40}(?:password|passwd|passphrase|secret|(?:api|access|secret|private|encryption)[-_]?key|(?:access|refresh|auth|bearer|session|security|bot|id)[-_]?token)\\?["']\s{0,5}:\s{0,5}\\?["'])[^"'\\]{1,2000}/gi,
    left: '$1',
  },
  // The same holds for a value directly after an equals sign, and for the value of a header.
  {
    pattern: /(?<![a-z])((?:[a-z]{1,20}_)?(?:pg)?(?:password|passphrase|secret)=)[^\s"',;&()[\]\\]{3,2000}/gi,
    left: '$1',
  },
  {
    pattern:
      /(?<![\w-])(x-(?:[a-z]{1,20}-){0,3}(?:token|key|secret|auth)(?:\\?["'])?\s{0,5}[:=]\s{0,5}(?:\\?["'])?)[^\s"',;&\\]{6,2000}/gi,
    left: '$1',
  },
  // A passphrase has words and spaces.
  { pattern: /(?<![a-z])(passphrase\s{0,5}[:=]\s{0,5})[^\r\n"'[]{1,2000}/gi, left: '$1' },
  // Too long for a word of prose.
  {
    pattern:
      /(?<![a-z])((?:token|secret|apikey|password)(?:\\?["'])?\s{0,5}[:=]\s{0,5}(?:\\?["'])?)[\w-]{16,2000}/gi,
    left: '$1',
  },
  // Python's own notation for cookies and credentials.
  { pattern: /(?<![a-z])(cookies["']?\s{0,5}[:=]\s{0,5}\{)[^}]{1,8000}/gi, left: '$1' },
  { pattern: /(?<![a-z])(auth["']?\s{0,5}[:=]\s{0,5}[([])\s{0,5}["'][^)\]]{1,2000}/gi, left: '$1' },
  // Sessions and keys by their servers' names for them.
  {
    pattern: /\b((?:PHPSESSID|JSESSIONID|ASP\.NET_SessionId|AccountKey|SharedAccessKey)=)[^\s"';&]{6,2000}/gi,
    left: '$1',
  },
  // Parameters of an address, whatever their value: signed links give whoever has them what they lead to.
  {
    pattern:
      /([?&#](?:(?:[a-z]{1,20}[-_]){0,3}(?:token|sig|signature|secret|password|passwd|passphrase|pwd|pass|credential|hmac|jwt|bearer|ticket|otp)|(?:api|access|secret|private|subscription)[-_]?key|key|auth|code|sid|session(?:[-_]?id)?)(?:=|%3D))[^\s"'&#<>]{1,4000}/gi,
    left: '$1',
  },
  // User and password in a URL.
  { pattern: /\b([a-z][a-z0-9+.-]{1,20}:\/\/)[^\s/@:]{0,200}:[^\s/@]{1,200}@/gi, left: '$1' },
  // JSON Web Tokens, such as Supabase's sessions.
  { pattern: /(?<![\w-])eyJ[\w-]{8,4000}\.[\w-]{8,4000}\.[\w-]{8,4000}/g },
  // OpenAI, OpenRouter, DeepSeek, Anthropic and others.
  { pattern: /\b[spr]k-(?=[\w-]{0,200}\d)[\w-]{16,400}/g },
  // Stripe.
  { pattern: /\b[sr]k_(?:live|test)_\w{10,400}/g },
  // Google.
  { pattern: /\bAIza[\w-]{30,100}/g },
  { pattern: /\bya29\.[\w-]{20,1000}/g },
  { pattern: /\bGOCSPX-[\w-]{20,200}/g },
  { pattern: /(?<![\w/:.])[14]\/\/?0[\w-]{20,500}/g },
  // GitHub, GitLab, npm, PyPI, Hugging Face, Slack, Amazon.
  { pattern: /\b(?:gh[opsur]|github_pat|npm|hf)_\w{20,400}/g },
  { pattern: /\bgl(?:pat|dt|rt|rtr|ptt|soat|cbt|imt|ft|ffct|agent|oas|sa)[-_][\w.-]{20,400}/g },
  { pattern: /\bGR1348941[\w-]{20,400}/g },
  {
    pattern:
      /\b(?:dckr_pat_|sbp_|figd_|pul-|sq0[a-z]{3}-|HRKU-|fm[12]_|ATATT3)(?=[\w+/=-]{0,200}\d)[\w+/=-]{18,1000}/g,
  },
  { pattern: /\bhvs\.[\w-]{20,400}/g },
  { pattern: /\bAGE-SECRET-KEY-1[0-9A-Z]{20,100}/g },
  { pattern: /\b[0-9a-f]{32}-us\d{1,2}\b/g },
  { pattern: /\bSK[0-9a-f]{32}\b/g },
  { pattern: /\bpypi-[\w-]{50,400}/g },
  { pattern: /\bxapp-[\w-]{20,400}/g },
  {
    pattern: /(hooks\.slack\.com\/services\/|discord(?:app)?\.com\/api\/webhooks\/)[\w/-]{20,400}/g,
    left: '$1',
  },
  { pattern: /\bxox[abeprs]-[\w-]{10,400}/g },
  { pattern: /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g },
  // SendGrid, Mailgun, Telegram's and Discord's bots.
  { pattern: /\bSG\.[\w-]{16,100}\.[\w-]{16,100}/g },
  { pattern: /\bkey-[0-9a-f]{32}\b/g },
  { pattern: /(?<!\d)\d{8,10}:AA[\w-]{33}(?![\w-])/g },
  { pattern: /\b[MNO][\w-]{23,27}\.[\w-]{6}\.[\w-]{27,40}/g },
  // xAI, Groq, Perplexity, Replicate, Linear, Notion, DigitalOcean, Shopify.
  {
    pattern:
      /\b(?:xai|gsk|pplx|r8|lin_api|ntn|dop_v1|shp(?:at|ca|pa|ss))[-_](?=[\w-]{0,200}\d)[\w-]{20,400}/g,
  },
  // Supabase's secret keys and webhook secrets.
  { pattern: /\bsb_secret_[\w-]{10,400}/g },
  { pattern: /\bwhsec_[A-Za-z0-9+/=]{20,400}/g },
]

/** Replaces everything in the text that looks like a secret with `[redacted]`. */
export const redactSecrets = (text: string): string =>
  shapes.reduce((left, { pattern, left: kept = '' }) => left.replace(pattern, kept + mark), text)

/** Names whose values are always secrets. */
const secretName =
  /^\s*(?:(?:proxy-)?authorization|(?:set-)?cookies?\d?|(?:[a-z\d]+[-_])*(?:api[-_]?key|(?:access|refresh|id|auth|bearer|session|security|csrf|bot|secret)[-_]?token|secret|(?:secret|private|encryption|access)[-_]?key|secret[-_]?access[-_]?key|passw(?:or)?d|passphrase|pwd|pass)s?|[a-z\d]+(?:password|passphrase|secret|apikey))\s*$/i

/** Names with other meanings, too, such as the token `XMR`: a value that looks like a secret goes. */
const doubtfulName =
  /^(?:[a-z]+[-_])?(?:token|auth|credentials?|signature|sig|jwt|bearer|session(?:[-_]?id)?)$/i
const looksSecret = (value: unknown): boolean =>
  typeof value === 'string' ? /^(?=.*\d|.{12})\S{6,}$/.test(value) : holdsText(value)

/** The log's limit for the nesting of JSON. */
const maximumDepth = 500

/**
 * Redacts every string in a JSON value, and all values under names such as `password`. Objects may be maps; whatever else is
 * an object, such as a number in a class of its own, stays.
 */
export const redactJson = (value: unknown): unknown => redact(value, 0)

function redact(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return redactSecrets(value)
  if (typeof value !== 'object' || value === null) return value
  if (depth === maximumDepth) return '… [cut: nested too deeply]'
  if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1))
  const redactEntry = ([name, item]: readonly [string, unknown]): [string, unknown] => [
    redactSecrets(name),
    (secretName.test(name) && holdsText(item)) || (doubtfulName.test(name) && looksSecret(item))
      ? mark
      : redact(item, depth + 1),
  ]
  if (value instanceof Map) return new Map([...value].map(redactEntry))
  const prototype: unknown = Object.getPrototypeOf(value)
  // Plain objects have a prototype without another above it, whatever realm they are from.
  const isPlain = prototype === null || Object.getPrototypeOf(prototype) === null
  return isPlain ? Object.fromEntries(Object.entries(value).map(redactEntry)) : value
}

const holdsText = (value: unknown): boolean =>
  (typeof value === 'string' && value !== '') || (typeof value === 'object' && value !== null)
