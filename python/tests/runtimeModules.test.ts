/** The editor's list of the runtime's modules beyond the standard library must match Python itself. */
import { expect, test } from 'vitest'
import { runtimeModules } from '../../src/data/packages/explainImports.ts'
import { startPython } from './startPython.ts'

test('the modules listed for the editor are those that every script can import, private ones aside', async () => {
  const python = await startPython(async () => '{}')
  const { result } = await python.run(`
import js, pkgutil, sys
# No finder lists the one that stands for JavaScript's global scope.
# The script's own file is no module of the runtime.
found = {js.__name__} | {module.name for module in pkgutil.iter_modules()} | {name.partition('.')[0] for name in sys.modules}
sorted(name for name in found if name not in sys.stdlib_module_names and name[0] != '_' and f'{name}.py' != __file__)
`)
  expect(JSON.parse(result?.['application/json'] ?? '')).toEqual(
    ['eliza_tools', ...runtimeModules].toSorted(),
  )
})
