/** When what is heavy and can wait may load: Python comes first, since nothing runs without it. */
import { useEffect, useState } from 'react'
import type { Runner } from '../../run/lead/Runner.ts'
import { useAppServices } from './useAppServices.ts'

/** Whoever has a slow connection gets an editor before Python is there. */
const mostMilliseconds = 4000

const settled = new WeakSet<Runner>()

/** Becomes true once Python has started for the first time and a script that waited for it has run; then it stays. */
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
