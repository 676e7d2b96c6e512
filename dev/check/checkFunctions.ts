/** Part of `npm run check:types`: the edge functions' types as Deno itself sees them. Needs no network. */
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { globSync } from 'tinyglobby'
import { projectRoot } from '../../server/projectRoot.ts'

const functions = globSync('{supabase,e2e}/functions/*/index.ts', { cwd: projectRoot })
if (functions.length === 0) throw new Error('There are no edge functions to check.')

// The package's own launcher, since npm may have left its install script unrun.
const launcher = join(dirname(createRequire(import.meta.url).resolve('deno/package.json')), 'bin.cjs')
const { status } = spawnSync(
  process.execPath,
  [launcher, 'check', '--quiet', '--no-remote', '--no-lock', '--node-modules-dir=manual', ...functions],
  {
    cwd: projectRoot,
    stdio: 'inherit',
    env: { ...process.env, DENO_DIR: join(projectRoot, '.cache/deno'), DENO_NO_UPDATE_CHECK: '1' },
  },
)
if (status === 0) console.log(`${functions.length} edge functions checked by Deno`)
else process.exitCode = 1
