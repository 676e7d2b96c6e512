/** `npm start`: builds the app if needed, starts the backend and serves the app. */
import { announce } from './announce.ts'
import { buildApp, distFolder } from './buildApp.ts'
import { createBackend } from './createBackend.ts'
import { createSite } from './createSite.ts'
import type { SiteContext } from './openServer.ts'
import { readSettings } from './readSettings.ts'
import { runUntilStopped } from './runUntilStopped.ts'
import { serveHosted } from './serveHosted.ts'
import { viteVariables } from './viteVariables.ts'
import { withPackages } from './withPackages.ts'

const log = (line: string) => console.log(line)

runUntilStopped(async () => {
  const settings = readSettings(process.env)
  const variables = await viteVariables('production')
  const supabaseUrl = variables['VITE_SUPABASE_URL']
  const site = async ({ meta }: SiteContext) => {
    await buildApp(variables, log)
    return withPackages(createSite(distFolder, meta), settings.packagesDirectory)
  }
  if (supabaseUrl) {
    const hosted = await serveHosted({ ...settings, supabaseUrl, site })
    await announce(settings, hosted, log)
    return hosted
  }
  const backend = await createBackend({ ...settings, log, site })
  await announce(settings, backend, log)
  return backend
})
