/** Reads the VITE_ settings from the environment and from .env files, like Vite. */
import { readdirSync } from 'node:fs'
import { projectRoot } from './projectRoot.ts'

/** If VITE_SUPABASE_URL is set, the backend is elsewhere and none is embedded. */
export async function viteVariables(mode: 'production' | 'development'): Promise<Record<string, string>> {
  if (readdirSync(projectRoot).some((name) => /^\.env(\.|$)/.test(name))) {
    // Imported lazily: Vite adds 500 ms to the start.
    const { loadEnv } = await import('vite')
    return loadEnv(mode, projectRoot, 'VITE_')
  }
  const entries = Object.entries(process.env).flatMap(([name, value]) =>
    name.startsWith('VITE_') && value !== undefined ? [[name, value] as const] : [],
  )
  return Object.fromEntries(entries)
}
