/** The browser's own model: whether it is there, how far its download is, and the wish to have it. */
import { useEffect, useState } from 'react'
import type { BuiltInState } from '../chat/createBuiltInAccess.ts'
import { describeModelFault } from '../chat/describeModelFault.ts'
import { useAppServices } from './useAppServices.ts'

const unknown: BuiltInState = { availability: null, progress: null }

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
    /** `availability` is null until it is known; `progress`, from 0 to 1, is there while it is downloaded. */
    ...state,
    /** Why it could not be had, in a sentence. */
    problem,
    /** Has the browser fetch it. Browsers want a click for that: call it where one is handled. */
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
