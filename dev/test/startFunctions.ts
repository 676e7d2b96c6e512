/** The edge functions alone, in the same Deno process as behind the gateway, for tests that need settings of their own. */
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { SignJWT } from 'jose'
import { rateLimits } from '../../contract/rateLimits.ts'
import { createFunctionsHost } from '../../server/createFunctionsHost.ts'
import { createTokenSigner } from '../../server/createTokenSigner.ts'
import { projectRoot } from '../../server/projectRoot.ts'

interface CallOptions {
  readonly accept?: string
  readonly signal?: AbortSignal
}

export interface Functions {
  /** Posts a body as JSON, as a signed-in user. */
  readonly call: (name: string, body: object, options?: CallOptions) => Promise<Response>
  /** All that the functions printed so far. */
  readonly log: () => string
  readonly stop: () => Promise<void>
}

/** `environment` is all that the functions see beside what verifies tokens. There is no database, unless `SUPABASE_URL` names one. */
export async function startFunctions(environment: Readonly<Record<string, string>>): Promise<Functions> {
  const secret = randomUUID()
  const signer = createTokenSigner(secret)
  const lines: string[] = []
  const host = await createFunctionsHost({
    folders: [join(projectRoot, 'supabase/functions')],
    environment: {
      // Tests ask more than people.
      [rateLimits.spend.variable]: '0',
      SUPABASE_URL: 'http://127.0.0.1:1',
      ...environment,
      SUPABASE_PUBLISHABLE_KEYS: JSON.stringify({ default: 'sb_publishable_test' }),
      SUPABASE_JWKS: signer.jwks,
    },
    log: (line) => lines.push(line),
  })
  const token = await new SignJWT({ role: 'authenticated' })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(randomUUID())
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode(secret))
  const authorization = (await signer.authorize(`Bearer ${token}`)) ?? ''
  return {
    call: async (name, body, { accept = 'application/json', signal } = {}) =>
      fetch(`http://127.0.0.1:${await host.port()}/${name}`, {
        method: 'POST',
        headers: { authorization, accept },
        body: JSON.stringify(body),
        signal: signal ?? null,
      }),
    log: () => lines.join('\n'),
    stop: host.stop,
  }
}
