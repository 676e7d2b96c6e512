import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { lockDataDirectory } from './lockDataDirectory.ts'

const newDirectory = () => mkdtempSync(join(tmpdir(), 'eliza-lock-'))
const holderIn = (directory: string) => JSON.parse(readFileSync(join(directory, 'lock'), 'utf8'))

test('a second holder is refused with a sentence that says who holds it and since when, until it is released', () => {
  const directory = newDirectory()
  const release = lockDataDirectory(directory)
  const { since } = holderIn(directory)
  expect(() => lockDataDirectory(directory)).toThrow(`in use by process ${process.pid} since ${since}`)
  release()
  expect(existsSync(join(directory, 'lock'))).toBe(false)
  lockDataDirectory(directory)()
})

test('the lock of a process that is gone is taken over', () => {
  const directory = newDirectory()
  const { pid } = spawnSync(process.execPath, ['-e', ''])
  writeFileSync(join(directory, 'lock'), JSON.stringify({ pid, processStart: 'then', since: 'yesterday' }))
  const release = lockDataDirectory(directory)
  expect(holderIn(directory).pid).toBe(process.pid)
  release()
})

test('a process that is ending is waited for', () => {
  const directory = newDirectory()
  const { stdout } = spawnSync('sh', ['-c', 'sleep 0.7 >/dev/null 2>&1 & echo $!'], { encoding: 'utf8' })
  const ending = { pid: Number(stdout), processStart: null, since: 'just now' }
  writeFileSync(join(directory, 'lock'), JSON.stringify(ending))
  const release = lockDataDirectory(directory)
  expect(holderIn(directory).pid).toBe(process.pid)
  release()
})

test.runIf(process.platform === 'linux')(
  'a process that ended unheard by its parent holds nothing',
  async () => {
    const directory = newDirectory()
    const parent = spawn('sh', ['-c', 'true & echo $!; exec sleep 60'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [line] = (await once(parent.stdout, 'data')) as [Buffer]
    const stale = { pid: Number(line.toString()), processStart: null, since: 'just now' }
    writeFileSync(join(directory, 'lock'), JSON.stringify(stale))
    const release = lockDataDirectory(directory)
    expect(holderIn(directory).pid).toBe(process.pid)
    release()
    parent.kill()
  },
)

test('the lock of a process whose id was given to another one is taken over', () => {
  const directory = newDirectory()
  const stale = { pid: process.ppid, processStart: 'an earlier process', since: 'yesterday' }
  writeFileSync(join(directory, 'lock'), JSON.stringify(stale))
  const release = lockDataDirectory(directory)
  expect(holderIn(directory).pid).toBe(process.pid)
  release()
})

test('a damaged lock counts for nothing', () => {
  const directory = newDirectory()
  writeFileSync(join(directory, 'lock'), 'half a li')
  const release = lockDataDirectory(directory)
  expect(holderIn(directory).pid).toBe(process.pid)
  release()
})

test('releasing twice does not release the next holder', () => {
  const directory = newDirectory()
  const first = lockDataDirectory(directory)
  first()
  const second = lockDataDirectory(directory)
  first()
  expect(existsSync(join(directory, 'lock'))).toBe(true)
  second()
})
