/** Collects the settings for the edge functions: an allow list of the variables that .env.example names. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { projectRoot } from './projectRoot.ts'

const folder = join(projectRoot, 'supabase/functions')

/** Reads supabase/functions/.env. Values of `environment` override it. */
export function functionsEnvironment(environment: NodeJS.ProcessEnv): Record<string, string> {
  const own = read('.env')
  const entries = namesIn(read('.env.example')).flatMap((name) => {
    const value = environment[name] ?? parseEnv(own)[name]
    return value === undefined || value === '' ? [] : [[name, value] as const]
  })
  return Object.fromEntries(entries)
}

const read = (file: string) =>
  existsSync(join(folder, file)) ? readFileSync(join(folder, file), 'utf8') : ''

/** Also matches names that are commented out: settings that are off by default. */
const namesIn = (example: string) =>
  [...example.matchAll(/^#? ?([A-Z][A-Z0-9_]*)=/gm)].map(([, name = '']) => name)
