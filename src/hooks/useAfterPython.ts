/** Tells when heavy parts may load. Python has priority, because nothing runs without it. */
import { useEffect, useState } from 'react'
import type { Runner } from '../../run/lead/Runner.ts'
import { useAppServices } from './useAppServices.ts'

/** Upper bound, so that a slow connection does not hold back the editor until Python is there. */
const mostMilliseconds = 4000

const settled = new WeakSet<Runner>()

/**
 * Delays heavy parts, such as Monaco, until Python has started.
 * @returns false at first. Turns true once Python has started (or failed to) and no run is going on, after 4
 * s at the latest; it then stays true.
 */
export function useAfterPython(): boolean {
  const { runner } = useAppServices()
  const [isAfter, setIsAfter] = useState(() => settled.has(runner))

  useEffect(() => {
    if (isAfter) return
    const settle = () => {
      settled.add(runner)
      setIsAfter(true)
    }
    const look = () => {
      const { interpreter, run } = runner.getState()
      if (interpreter.phase !== 'booting' && (run === null || run.phase === 'ended')) settle()
    }
    const timer = setTimeout(settle, mostMilliseconds)
    const unsubscribe = runner.subscribe(look)
    look()
    return () => {
      clearTimeout(timer)
      unsubscribe()
    }
  }, [isAfter, runner])

  return isAfter
}
