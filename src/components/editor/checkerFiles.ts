/**
 * The files that the type checker sees beside a script: its settings, the `tools` package and the builtins.
 */

/** The folder of scripts in the checker's virtual file system. */
export const scriptsFolder = '/scripts'

const packages = import.meta.glob<string>('/python/eliza_tools/*.{py,pyi}', {
  query: '?raw',
  import: 'default',
  eager: true,
})
const builtins = import.meta.glob<string>('/python/stubs/__builtins__.pyi', {
  query: '?raw',
  import: 'default',
  eager: true,
})

const settings = {
  typeshedPath: '/typeshed',
  // Without this, the checker would treat all of typeshed as source files.
  include: ['*.py'],
  pythonVersion: '3.14',
  pythonPlatform: 'Linux',
  typeCheckingMode: 'standard',
  // Packages are installed when a script runs, so checkImports.ts decides which imports are missing.
  reportMissingImports: 'warning',
  reportMissingModuleSource: 'none',
}

/** File contents by path in the checker's virtual file system. */
export const checkerFiles: Readonly<Record<string, string>> = {
  [`${scriptsFolder}/pyrightconfig.json`]: JSON.stringify(settings),
  ...move(packages, '/python'),
  ...move(builtins, '/python/stubs'),
}

function move(files: Readonly<Record<string, string>>, from: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(files).map(([path, text]) => [scriptsFolder + path.slice(from.length), text]),
  )
}
