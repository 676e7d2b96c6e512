/** Announces the progress of a chat to screen readers. */
import { useEffect, useRef } from 'react'
import { announceChange } from './announceChange.ts'
import type { Chat } from '../ChatWindowParts.ts'

/** An invisible live region. */
export function ChatAnnouncer({ chat }: { readonly chat: Chat }) {
  const place = useRef<HTMLOutputElement>(null)
  useEffect(() => {
    let before = chat.getState()
    return chat.subscribe(() => {
      const now = chat.getState()
      const words = announceChange(before, now)
      before = now
      if (words !== null && place.current) place.current.textContent = words
    })
  }, [chat])
  return <output ref={place} aria-live="polite" data-announcer className="sr-only" />
}
