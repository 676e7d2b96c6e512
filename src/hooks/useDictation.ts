/** Inserts dictated text at the caret, while the user may go on typing. */
import { useEffect, useLayoutEffect, useRef, useSyncExternalStore, type RefObject } from 'react'
import { flushSync } from 'react-dom'
import type { DictationState } from '../chat/voice/createDictation.ts'
import { followEdit, placeWords, spanAt, type SpokenSpan } from '../chat/voice/placeWords.ts'
import { useVoice } from './useVoice.ts'

/** The text field that dictation writes to. */
export interface DictationField {
  readonly field: RefObject<HTMLTextAreaElement | null>
  readonly text: string
  readonly write: (text: string) => void
  /** false if a recording must not leave this device. */
  readonly mayAskService: boolean
}

const idle: DictationState = { phase: 'idle', way: null, begunAt: null, problem: null, useless: new Set() }
const readIdle = () => idle
const never = () => () => {}

/**
 * Dictates into a text field. Unmounting ends the recording.
 * @returns The dictation's state, the way that is `offered`, and `start`, `finish` (keep the words) and
 * `leave` (discard them).
 */
export function useDictation({ field, text, write, mayAskService }: DictationField) {
  const { voice, services } = useVoice()
  const dictation = voice?.dictation
  const mayRecord = mayAskService && services.hears
  const state = useSyncExternalStore(dictation?.subscribe ?? never, dictation?.getState ?? readIdle)
  const latest = useRef({ text, write })
  const spoken = useRef<{ readonly text: string; readonly span: SpokenSpan } | null>(null)

  useLayoutEffect(() => {
    latest.current = { text, write }
    const before = spoken.current
    if (before === null || before.text === text) return
    spoken.current = { text, span: followEdit(before.text, text, before.span) }
    // The message was sent. Late words of it would start the next message.
    if (text === '' && dictation?.getState().way === 'browser') dictation.leave()
  }, [text, write, dictation])
  useEffect(() => () => dictation?.leave(), [dictation])

  const place = (words: string) => {
    const before = spoken.current
    if (before === null) return
    const caret = field.current?.selectionStart ?? 0
    const next = placeWords(before.text, before.span, words)
    spoken.current = next
    // The next key must apply to the new text.
    flushSync(() => latest.current.write(next.text))
    const { start, end } = before.span
    const moved = caret < start ? caret : Math.max(caret, end) + next.span.end - end
    field.current?.setSelectionRange(moved, moved)
  }

  return {
    ...state,
    /** The way of recognition that is available here, or null. */
    offered: dictation?.choose(mayRecord) ?? null,
    start: () => {
      const way = dictation?.choose(mayRecord) ?? null
      if (way === null) return
      // The microphone would pick up the voice that reads aloud.
      voice?.reader.stop()
      const { text: now } = latest.current
      spoken.current = { text: now, span: spanAt(field.current?.selectionEnd ?? now.length) }
      dictation?.start(way, place)
    },
    finish: () => dictation?.finish(),
    leave: () => dictation?.leave(),
  }
}
