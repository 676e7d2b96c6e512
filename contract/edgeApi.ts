/** Endpoints of the embedded backend beyond Supabase's own, and their answers. */
import * as z from 'zod/mini'

/** POST, same origin and loopback only, with the start-up key. Answers with a session for the owner of this machine. */
export const localSessionPath = '/auth/local-session'
/** Bears the start-up key, which proves that its sender has read the terminal. */
export const localKeyHeader = 'x-eliza-local-key'
/** Before the key in the address that the server prints. */
export const localKeyFragment = '#key='

export const localSession = z.object({ access_token: z.string(), refresh_token: z.string() })

/** GET. 200 when everything is ready, 503 before. */
export const healthPath = '/health'

export interface Health {
  readonly status: 'ready' | 'starting'
  readonly version: string
  readonly database: 'ready' | 'starting' | 'restarting' | 'none'
  readonly functions: 'ready' | 'starting' | 'restarting' | 'none'
}

/** JSON that the gateway writes into the page's `<meta name="eliza-backend">`. Static hosts have none. */
export const backendMeta = z.object({
  publishableKey: z.string(),
  /** Whether POST /auth/local-session signs this visitor in without a form, if they have the start-up key. */
  localSignIn: z.boolean(),
})
export type BackendMeta = z.infer<typeof backendMeta>
