/** Has one answer read aloud, by the speech service where it may be asked, else by the browser's voice. */
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

export function useReadAloud({ messageId, text, mayAskService }: ReadAloudOptions) {
  const { voice, services } = useVoice()
  const reader = voice?.reader
  const { id, isServiceUseless } = useSyncExternalStore(
    reader?.subscribe ?? never,
    reader?.getState ?? readSilent,
  )
  const asksService = mayAskService && services.speaks && !isServiceUseless
  return {
    /** By whom; null where nobody can. */
    way: reader === undefined ? null : asksService ? 'service' : reader.hasBrowserVoice ? 'browser' : null,
    isReading: id === messageId,
    /** Gives why it could not be read, in a sentence; null when it was read or stopped. */
    read: async (): Promise<string | null> => (await reader?.read(messageId, text, asksService)) ?? null,
    stop: () => reader?.stop(),
  } as const
}
