/** `npm start`: builds the app if needed, starts the backend and serves the app. */
import { buildApp, distFolder } from './buildApp.ts'
import { createBackend } from './createBackend.ts'
import { createSite } from './createSite.ts'
import { describeNetwork } from './describeNetwork.ts'
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
  const running = supabaseUrl
    ? await serveHosted({ ...settings, supabaseUrl, site })
    : await createBackend({ ...settings, log, site })
  for (const line of describeNetwork(settings.host, !supabaseUrl)) log(line)
  log(`Eliza Workbench is ready: ${running.url}`)
  return running
})
