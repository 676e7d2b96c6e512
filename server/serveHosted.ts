/** Serves the app without a backend, for a project whose backend is elsewhere (VITE_SUPABASE_URL). */
import { appVersion } from './appVersion.ts'
import { type Handler, openServer, type SiteContext } from './openServer.ts'
import type { Settings } from './readSettings.ts'
import { securityHeaders } from './securityHeaders.ts'

interface HostedOptions extends Settings {
  readonly supabaseUrl: string
  readonly isDevelopment?: boolean
  readonly site: (context: SiteContext) => Promise<Handler>
}

/**
 * Resolves when the app is served.
 *
 * @throws Error with a sentence for people if the URL is invalid or the port is taken.
 */
export async function serveHosted(
  options: HostedOptions,
): Promise<{ readonly url: string; readonly stop: () => Promise<void> }> {
  const { supabaseUrl, isDevelopment = false, packageOrigins, site } = options
  if (!URL.canParse(supabaseUrl)) {
    throw new Error(
      `VITE_SUPABASE_URL=${supabaseUrl} is not a URL. Correct it, or unset it to use the embedded backend.`,
    )
  }
  let status: 'ready' | 'starting' = 'starting'
  const open = await openServer({
    ...options,
    headers: (path) => securityHeaders(path, { supabaseUrl, isDevelopment, packageOrigins }),
    health: () => ({ status, version: appVersion, database: 'none', functions: 'none' }),
  })
  open.handle(await site({ server: open.server }))
  status = 'ready'
  return { url: open.url, stop: open.close }
}
