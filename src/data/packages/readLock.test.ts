import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readLock, withDependencies } from './readLock.ts'

const file = JSON.parse(readFileSync('node_modules/pyodide/pyodide-lock.json', 'utf8'))
const lock = readLock(file)

test('the lock of the Pyodide that ships is read whole', () => {
  expect(lock.packages.size).toBe(Object.keys(file.packages).length)
  expect(lock.imports.get('numpy')).toBe('numpy')
  expect(lock.imports.get('PIL')).toBe('pillow')
  expect(lock.imports.get('yaml')).toBe('pyyaml')
  for (const { name, depends } of lock.packages.values())
    for (const each of depends) expect(lock.packages.has(each), `${name} needs ${each}`).toBe(true)
})

test('every package comes after all that it needs', () => {
  for (const [name, entry] of lock.packages) {
    const order = withDependencies(lock, [name])
    expect(order.at(-1)).toBe(entry)
    const before = new Set<unknown>()
    for (const each of order) {
      for (const needed of each.depends) expect(before.has(lock.packages.get(needed)), needed).toBe(true)
      before.add(each)
    }
  }
})

test('what needs each other comes once', () => {
  const entry = { version: '1', file_name: 'x.whl', install_dir: 'site', sha256: '0'.repeat(64), imports: [] }
  const circle = readLock({
    ...file,
    packages: { a: { ...entry, name: 'a', depends: ['B'] }, b: { ...entry, name: 'b', depends: ['a'] } },
  })
  expect(withDependencies(circle, ['a']).map(({ name }) => name)).toEqual(['b', 'a'])
})

test.each(['../x.whl', 'https://evil.invalid/x.whl', 'x.whl?y', 'x.exe', ''])(
  'a file named %j is refused',
  (name) => {
    const packages = { numpy: { ...file.packages.numpy, file_name: name } }
    expect(() => readLock({ ...file, packages })).toThrow()
  },
)
