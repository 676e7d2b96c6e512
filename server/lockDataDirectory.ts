/** Locks the data directory for one process: PGlite has no lock, and two processes silently corrupt it. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'

const holder = z.object({
  pid: z.number(),
  /** Start time of the process, in the system's format: process ids are reused. */
  processStart: z.string().nullable(),
  since: z.string(),
})
type Holder = z.infer<typeof holder>

const heldHere = new Set<string>()

/** Time to wait for a process that was just killed, so that an immediate restart succeeds. */
const endingMilliseconds = 3000

/**
 * Takes the lock. The stale lock of a process that has exited is taken over. Blocks the thread for up to 3 s
 * while another process holds the lock.
 *
 * @returns The function that releases the lock. It is idempotent.
 * @throws Error with a sentence for people if another process, or another backend of this process, holds the
 *   lock.
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
          'Stop that process, or choose another directory: DATA_DIR=another npm start',
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

/** @returns The holder of the lock, or null if this process has it now. */
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
    // EPERM: the process exists, but belongs to another user.
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

/** A process that has exited, but whose parent has not read its exit status yet. */
function isZombie(pid: number): boolean {
  try {
    return process.platform === 'linux' && statusFields(pid)[0] === 'Z'
  } catch {
    return false
  }
}

/** The fields of /proc/<pid>/stat after the process name, which is in parentheses and may contain spaces. */
function statusFields(pid: number): string[] {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
}

/** null if the system does not report it. */
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

/** A mutex between processes: reading and replacing a stale lock must be atomic. */
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
