/** Answers /auth/v1 and /rest/v1 from a real Postgres, as server/lite.ts does from the embedded one. */
import { App } from '@supabase/lite'
import { createPostgresConnection } from '@supabase/lite/postgres'
import { isDatabaseError, redactDatabaseError } from '../../server/databaseError.ts'
import type { Keys } from '../../server/keys.ts'
import { liteSettings } from '../../server/liteSettings.ts'
import type { RealPostgres } from './startPostgres.ts'

export interface PostgresAnswers {
  readonly createAuth: () => Promise<unknown>
  readonly fetch: (request: Request) => Promise<Response>
  readonly close: () => Promise<void>
}

/** Call `createAuth` before the first request. */
export function answerFromPostgres(server: RealPostgres, database: string, keys: Keys): PostgresAnswers {
  const connection = createPostgresConnection({
    postgresOptions: { ...server.address(database), max: 4, onnotice: () => {} },
  })
  // lite prints every refusal; a line each is enough.
  connection.normalizeDbError = (error: unknown) =>
    isDatabaseError(error) ? redactDatabaseError(error) : error
  const app = new App({ connection, ...liteSettings(keys, 'http://127.0.0.1') })
  // Otherwise lite grants everything to anon at the first request.
  Reflect.set(connection, 'rlsState', 'active')
  return {
    createAuth: () => app.ensureSystemSchema(),
    fetch: async (request) => app.fetch(request, { peerAddress: null }),
    close: () => connection.close(),
  }
}
