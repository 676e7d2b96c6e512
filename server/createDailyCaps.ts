/** Limits what all users together may spend and run in a day. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { summaryFunction } from '../contract/chat/chat.ts'
import { AppError } from '../contract/errors.ts'
import { pythonExecutorFunction } from '../contract/run/pythonExecutor.ts'
import { toolManifest } from '../contract/tools/manifest.ts'
import { parseJson } from '../lib/parseJson.ts'

export interface DailyCapSettings {
  /** Calls of functions that cost money; 0: no limit. */
  readonly spendingCalls: number
  /** Scripts on the server; 0: no limit. */
  readonly runs: number
}

export interface DailyCaps {
  /** Counts a call of a function. @throws AppError `rate-limited` if the day's number is reached. */
  readonly count: (functionName: string) => void
}

const counted = z.object({ day: z.string(), spendingCalls: z.number(), runs: z.number() })
type Counted = z.infer<typeof counted>

const spending = new Set([
  ...toolManifest.filter((tool) => tool.effect === 'spend').map((tool) => tool.toRequest({}).functionName),
  summaryFunction,
])
const what = { spendingCalls: 'calls that cost money', runs: 'scripts on the server' } as const
const variables = { spendingCalls: 'SPENDING_CALLS_PER_DAY', runs: 'RUNS_PER_DAY' } as const

/** Counts are kept in the data directory, so that a restart forgives nothing. Days are those of UTC. */
export function createDailyCaps(dataDirectory: string, caps: DailyCapSettings): DailyCaps {
  const path = join(dataDirectory, 'usage.json')
  const today = () => new Date().toISOString().slice(0, 10)
  let now: Counted = readCounts(path) ?? { day: today(), spendingCalls: 0, runs: 0 }
  return {
    count(functionName) {
      const kind = kindOf(functionName)
      if (kind === undefined || caps[kind] === 0) return
      if (now.day !== today()) now = { day: today(), spendingCalls: 0, runs: 0 }
      if (now[kind] >= caps[kind]) {
        const most = caps[kind].toLocaleString('en')
        const sentence = `This server makes ${most} ${what[kind]} a day, and has made them. Try again tomorrow (UTC), or ask its operator to raise ${variables[kind]}.`
        throw new AppError('rate-limited', sentence)
      }
      now = { ...now, [kind]: now[kind] + 1 }
      writeFileSync(`${path}.new`, JSON.stringify(now), { mode: 0o600 })
      renameSync(`${path}.new`, path)
    },
  }
}

const kindOf = (functionName: string): keyof DailyCapSettings | undefined =>
  functionName === pythonExecutorFunction ? 'runs' : spending.has(functionName) ? 'spendingCalls' : undefined

function readCounts(path: string): Counted | undefined {
  try {
    return counted.safeParse(parseJson(readFileSync(path, 'utf8'))).data
  } catch {
    return undefined
  }
}
