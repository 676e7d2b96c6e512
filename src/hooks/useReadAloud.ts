/** Reads one answer aloud, with the speech service if allowed, otherwise with the browser's voice. */
import { useSyncExternalStore } from 'react'
import type { ReaderState } from '../chat/voice/createReader.ts'
import { useVoice } from './useVoice.ts'

interface ReadAloudOptions {
  readonly messageId: string
  /** Markdown. */
  readonly text: string
  readonly mayAskService: boolean
}

const silent: ReaderState = { id: null, isServiceUseless: false }
const readSilent = () => silent
const never = () => () => {}

/** Reads one message aloud. All messages share one reader, so starting one stops the other. */
export function useReadAloud({ messageId, text, mayAskService }: ReadAloudOptions) {
  const { voice, services } = useVoice()
  const reader = voice?.reader
  const { id, isServiceUseless } = useSyncExternalStore(
    reader?.subscribe ?? never,
    reader?.getState ?? readSilent,
  )
  const asksService = mayAskService && services.speaks && !isServiceUseless
  return {
    /** The voice that would be used; null if none is available. */
    way: reader === undefined ? null : asksService ? 'service' : reader.hasBrowserVoice ? 'browser' : null,
    isReading: id === messageId,
    /** @returns Why reading failed, as a sentence for the user; null if it finished or was stopped. */
    read: async (): Promise<string | null> => (await reader?.read(messageId, text, asksService)) ?? null,
    stop: () => reader?.stop(),
  } as const
}
