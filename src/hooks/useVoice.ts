/** What the chat hears and says with, once it is loaded, and whether services are set up for it. */
import { useEffect, useState } from 'react'
import type { Voice } from '../chat/voice/createVoice.ts'
import { useAiTiers } from './useAiTiers.ts'
import { useAppServices } from './useAppServices.ts'

const none = { speaks: false, hears: false }

export function useVoice() {
  const { loadChats } = useAppServices()
  const [voice, setVoice] = useState<Voice | null>(null)
  const { data } = useAiTiers()
  useEffect(() => {
    let isGone = false
    // Without it nothing is offered; that the chat cannot be loaded is told by the chat.
    loadChats()
      .then(({ loadVoice }) => loadVoice())
      .then(
        (loaded) => !isGone && setVoice(loaded),
        () => undefined,
      )
    return () => {
      isGone = true
    }
  }, [loadChats])
  return { voice, services: data?.speech ?? none }
}
