/** Finds this page's backend: named at build time (hosted), or the page's own origin (embedded). */
import { backendMeta } from '../../contract/edgeApi.ts'
import { AppError } from '../../contract/errors.ts'
import { parseJson } from '../../lib/parseJson.ts'

export interface Environment {
  /** Without a trailing slash. */
  readonly url: string
  readonly publishableKey: string
  /** Whether this machine's owner is signed in without a form. */
  readonly localSignIn: boolean
  /** Whether the backend offers a subscription to changed rows (Supabase Realtime). */
  readonly realtime: boolean
  /** Whether the backend can send e-mail. */
  readonly mail: boolean
}

interface EnvironmentInput {
  /** `import.meta.env`. */
  readonly variables: Readonly<Record<string, unknown>>
  readonly document: Pick<Document, 'querySelector'>
  /** `location.origin`. */
  readonly origin: string
}

/** @throws `not-configured` if the page names no backend. */
export function readEnvironment({ variables, document, origin }: EnvironmentInput): Environment {
  const url = variables['VITE_SUPABASE_URL']
  const publishableKey = variables['VITE_SUPABASE_PUBLISHABLE_KEY']
  if (isText(url) && isText(publishableKey)) {
    return { url: url.replace(/\/+$/, ''), publishableKey, localSignIn: false, realtime: true, mail: true }
  }
  const content = document.querySelector('meta[name="eliza-backend"]')?.getAttribute('content') ?? ''
  const meta = backendMeta.safeParse(parseJson(content))
  if (!meta.success) {
    throw new AppError(
      'not-configured',
      'This copy of the app knows no backend. Start it with npm start, or build it with VITE_SUPABASE_URL and VITE_SUPABASE_PUBLISHABLE_KEY.',
    )
  }
  return { url: origin, realtime: false, mail: false, ...meta.data }
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''
