/** The browser's built-in model: availability, download progress, and starting the download. */
import { useEffect, useState } from 'react'
import type { BuiltInState } from '../chat/createBuiltInAccess.ts'
import { describeModelFault } from '../chat/describeModelFault.ts'
import { useAppServices } from './useAppServices.ts'

const unknown: BuiltInState = { availability: null, progress: null }

/** Watches whether this browser has a built-in model. */
export function useBuiltInModel() {
  const { loadChats } = useAppServices()
  const [state, setState] = useState(unknown)
  const [problem, setProblem] = useState<string | null>(null)

  useEffect(() => {
    let leave = () => {}
    let isGone = false
    loadChats()
      .then(({ loadBuiltInAccess }) => loadBuiltInAccess())
      .then(
        (access) => {
          if (isGone) return
          leave = access.subscribe(() => setState(access.getState()))
          setState(access.getState())
          void access.refresh()
        },
        () => setState({ availability: 'unavailable', progress: null }),
      )
    return () => {
      isGone = true
      leave()
    }
  }, [loadChats])

  return {
    /** `availability` is null until known. `progress` is 0 to 1 during the download, otherwise null. */
    ...state,
    /** Why the model could not be prepared, as a sentence for the user. */
    problem,
    /** Starts the download. Call it from a click handler: browsers require a user gesture. */
    prepare: async (): Promise<void> => {
      setProblem(null)
      try {
        const { loadBuiltInAccess } = await loadChats()
        await (await loadBuiltInAccess()).prepare()
      } catch (error) {
        setProblem(describeModelFault(error).message)
      }
    },
  }
}
