/** Where the backend of this page is: named at build time (hosted), or the page's own origin (embedded). */
import { backendMeta } from '../../contract/edgeApi.ts'
import { AppError } from '../../contract/errors.ts'
import { parseJson } from '../../lib/parseJson.ts'

export interface Environment {
  /** Without a slash at its end. */
  readonly url: string
  readonly publishableKey: string
  /** Whether the person at this machine is signed in without a form. */
  readonly localSignIn: boolean
  /** Whether the backend can tell of new rows by itself. */
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

/** Throws `not-configured` where the page names no backend. */
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
