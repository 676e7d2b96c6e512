/** Keeps a second process off a data directory: PGlite does not, and two of them silently ruin it. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'

const holder = z.object({
  pid: z.number(),
  /** When the process with that id began, as the system tells it: ids are given out again. */
  processStart: z.string().nullable(),
  since: z.string(),
})
type Holder = z.infer<typeof holder>

const heldHere = new Set<string>()

/** A process that was just killed lives for a moment more, and whoever starts anew at once must not be sent away. */
const endingMilliseconds = 3000

/**
 * Takes the lock and gives what releases it. The lock of a process that is gone is taken over.
 * Throws a sentence for people when another process, or another backend of this one, holds it and goes on to.
 */
export function lockDataDirectory(dataDirectory: string): () => void {
  const directory = resolve(dataDirectory)
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const path = join(directory, 'lock')
  const deadline = Date.now() + endingMilliseconds
  for (;;) {
    const present = takeUnlessHeld(path, directory)
    if (present === null) break
    if (present.pid === process.pid || Date.now() > deadline) {
      throw new Error(
        `The data directory ${directory} is in use by process ${present.pid} since ${present.since}. ` +
          'End that process, or choose another directory: DATA_DIR=another npm start',
      )
    }
    wait(50)
  }
  let isReleased = false
  return () => {
    if (isReleased) return
    isReleased = true
    heldHere.delete(directory)
    rmSync(path, { force: true })
  }
}

/** Who holds the lock; null when it is ours now. */
function takeUnlessHeld(path: string, directory: string): Holder | null {
  return inTurn(`${path}.turn`, () => {
    const present = readHolder(path)
    if (present && isHeld(present, directory)) return present
    const mine: Holder = {
      pid: process.pid,
      processStart: processStart(process.pid),
      since: new Date().toISOString(),
    }
    writeFileSync(path, JSON.stringify(mine), { mode: 0o600 })
    heldHere.add(directory)
    return null
  })
}

function isHeld(present: Holder, directory: string): boolean {
  if (present.pid === process.pid && processStart(process.pid) === present.processStart) {
    return heldHere.has(directory)
  }
  try {
    process.kill(present.pid, 0)
  } catch (error) {
    // EPERM: it lives, but belongs to somebody else.
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false
  }
  if (isZombie(present.pid)) return false
  const start = processStart(present.pid)
  return start === null || present.processStart === null || start === present.processStart
}

function readHolder(path: string): Holder | undefined {
  try {
    return holder.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data
  } catch {
    return undefined
  }
}

/** Ended, but its parent has not asked how: it does nothing any more. */
function isZombie(pid: number): boolean {
  try {
    return process.platform === 'linux' && statusFields(pid)[0] === 'Z'
  } catch {
    return false
  }
}

/** What Linux tells of a process after its name, which may hold spaces and stands in parentheses. */
function statusFields(pid: number): string[] {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
}

/** null where the system does not tell. */
function processStart(pid: number): string | null {
  try {
    if (process.platform === 'linux') {
      const ticks = statusFields(pid)[19]
      const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
      return ticks === undefined ? null : `${boot} ${ticks}`
    }
    if (process.platform === 'win32') return null
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim()
  } catch {
    return null
  }
}

/** Reading and replacing a stale lock are two steps: only one process may be between them. */
function inTurn<Result>(turn: string, work: () => Result): Result {
  const deadline = Date.now() + 5000
  for (;;) {
    try {
      mkdirSync(turn)
      break
    } catch (error) {
      if (isLeftOver(turn)) rmSync(turn, { recursive: true, force: true })
      else if (Date.now() > deadline) throw error
      else wait(20)
    }
  }
  try {
    return work()
  } finally {
    rmdirSync(turn)
  }
}

const wait = (milliseconds: number) =>
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds)

function isLeftOver(turn: string): boolean {
  const made = statSync(turn, { throwIfNoEntry: false })
  return made !== undefined && Date.now() - made.mtimeMs > 3000
}
