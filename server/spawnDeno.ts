/** Starts the Deno process of the edge functions with least privilege. */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { projectRoot } from './projectRoot.ts'

const readable = ['.cache/python', 'contract', 'lib', 'node_modules', 'package.json', 'run', 'server/deno']

/**
 * The process serves the functions in `folders`. It may read the project's code and use the network, but not
 * write files or start processes. Its environment is `environment` only.
 */
export function spawnDeno(
  folders: readonly string[],
  environment: Readonly<Record<string, string>>,
): ChildProcess {
  const flags = [
    '--quiet',
    '--no-prompt',
    '--no-remote',
    '--no-lock',
    '--node-modules-dir=manual',
    '--import-map=server/deno/importMap.json',
    // For python-executor: its workers have fewer permissions than this process.
    '--unstable-worker-options',
    // Higher than any script's limit: at this heap size (in MB), V8 aborts the whole process.
    '--v8-flags=--max-old-space-size=8192',
    '--allow-net',
    '--allow-env',
    // The AI SDK's gateway reads it while it loads, though we do not use the gateway.
    '--allow-sys=hostname',
    `--allow-read=${[...folders, ...readable].join(',')}`,
  ]
  return spawn(denoBinary(), ['run', ...flags, 'server/deno/serveFunctions.ts'], {
    cwd: projectRoot,
    stdio: ['pipe', 'pipe', 'pipe'],
    env: {
      ...environment,
      FUNCTIONS_FOLDERS: JSON.stringify(folders.map((folder) => `${pathToFileURL(folder).href}/`)),
      DENO_DIR: join(projectRoot, '.cache/deno'),
      DENO_NO_UPDATE_CHECK: '1',
      NO_COLOR: '1',
    },
  })
}

export function denoBinary(): string {
  const require = createRequire(import.meta.url)
  const folder = dirname(require.resolve('deno/package.json'))
  const binary = join(folder, process.platform === 'win32' ? 'deno.exe' : 'deno')
  if (!existsSync(binary)) {
    // npm may have skipped the package's install script. It downloads nothing.
    const installer: { runInstall(): void } = require('deno/install_api.cjs')
    installer.runInstall()
  }
  return binary
}
