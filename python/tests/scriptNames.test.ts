/** The list of names in every script's scope, for linter and type checker, must match Python itself. */
import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { scriptNames } from '../../contract/run/scriptNames.ts'
import { startPython } from './startPython.ts'

test('the names listed for linter and type checker are those a script finds', async () => {
  const python = await startPython(async () => '{}')
  const { result } = await python.run('sorted(name for name in globals() if not name.startswith("__"))')
  expect(JSON.parse(result?.['application/json'] ?? '')).toEqual([...scriptNames].sort())

  const stub = await readFile('python/stubs/__builtins__.pyi', 'utf8')
  const stubbed = [...stub.matchAll(/^(?:from \S+ )?import \w+ as (\w+)$|^def (\w+)\(/gm)]
  const names = stubbed.map(([, imported, defined]) => imported ?? defined)
  expect(new Set(names)).toEqual(new Set(scriptNames))
})
