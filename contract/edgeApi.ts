/** Addresses of the embedded backend that are not Supabase's own, and what they answer. */
import * as z from 'zod/mini'

/** POST, same origin and loopback only: a session for the owner of this machine. */
export const localSessionPath = '/auth/local-session'

export const localSession = z.object({ access_token: z.string(), refresh_token: z.string() })

/** GET: 200 when everything is ready, 503 before. */
export const healthPath = '/health'

export interface Health {
  readonly status: 'ready' | 'starting'
  readonly version: string
  readonly database: 'ready' | 'starting' | 'none'
  readonly functions: 'ready' | 'starting' | 'restarting' | 'none'
}

/** What the gateway writes into the page's `<meta name="eliza-backend">`, as JSON. Absent on static hosts. */
export const backendMeta = z.object({
  publishableKey: z.string(),
  /** Whether POST /auth/local-session signs this visitor in without a form. */
  localSignIn: z.boolean(),
})
export type BackendMeta = z.infer<typeof backendMeta>
