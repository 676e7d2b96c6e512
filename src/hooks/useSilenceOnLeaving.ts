/** Stops reading aloud when the conversation is left. */
import { useEffect } from 'react'
import { useAppServices } from './useAppServices.ts'

export function useSilenceOnLeaving(): void {
  const { loadChats } = useAppServices()
  useEffect(
    () => () =>
      void loadChats()
        .then(({ loadVoice }) => loadVoice())
        .then(
          ({ reader }) => reader.stop(),
          () => undefined,
        ),
    [loadChats],
  )
}
