/** What the type checker finds beside a script: its settings, the `tools` package and the names in every script's scope. */

/** The folder, in the checker's own file system, that scripts seem to lie in. */
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
  // Without it the whole of typeshed would be taken for the person's own files.
  include: ['*.py'],
  pythonVersion: '3.14',
  pythonPlatform: 'Linux',
  typeCheckingMode: 'standard',
  // Packages are fetched when a script runs: which of these imports can be had is not the checker's to say.
  reportMissingImports: 'warning',
  reportMissingModuleSource: 'none',
}

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
