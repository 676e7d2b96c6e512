/** The VITE_ settings, from the environment and from .env files as Vite reads them. */
import { readdirSync } from 'node:fs'
import { projectRoot } from './projectRoot.ts'

/** With VITE_SUPABASE_URL among them the project has a backend elsewhere, and none is embedded. */
export async function viteVariables(mode: 'production' | 'development'): Promise<Record<string, string>> {
  if (readdirSync(projectRoot).some((name) => /^\.env(\.|$)/.test(name))) {
    // Loaded only here: Vite takes half a second of a start.
    const { loadEnv } = await import('vite')
    return loadEnv(mode, projectRoot, 'VITE_')
  }
  const entries = Object.entries(process.env).flatMap(([name, value]) =>
    name.startsWith('VITE_') && value !== undefined ? [[name, value] as const] : [],
  )
  return Object.fromEntries(entries)
}
