/** Loads speech input and output, and tells which speech services are configured. */
import { useEffect, useState } from 'react'
import type { Voice } from '../chat/voice/createVoice.ts'
import { useAiTiers } from './useAiTiers.ts'
import { useAppServices } from './useAppServices.ts'

const none = { speaks: false, hears: false }

/** @returns `voice` is null until it is loaded, and stays null if that fails. */
export function useVoice() {
  const { loadChats } = useAppServices()
  const [voice, setVoice] = useState<Voice | null>(null)
  const { data } = useAiTiers()
  useEffect(() => {
    let isGone = false
    // If loading fails, speech is not offered. The chat itself reports the failure.
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
