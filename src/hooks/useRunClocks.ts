/** The clocks of a run, updated ten times a second until it ends. */
import { useEffect, useState } from 'react'
import { readClocks, type RunClocks } from '../../run/journal/readClocks.ts'
import type { RunState } from '../../run/journal/runState.ts'
import { viewRun } from '../../run/journal/viewRun.ts'

const tickMs = 100

/** @returns Milliseconds per phase of the run. Final once `run.phase` is `ended`. */
export function useRunClocks(run: RunState): RunClocks {
  const isTicking = run.phase !== 'ended'
  const [now, setNow] = useState(() => performance.now())
  useEffect(() => {
    if (!isTicking) return
    const timer = setInterval(() => setNow(performance.now()), tickMs)
    return () => clearInterval(timer)
  }, [isTicking])
  return viewRun(run).clocks ?? readClocks(run, now)
}
