/** Keeps the end of what grows in view until the person scrolls up, and again once they come back to it. */
import { useEffect, useRef, useState } from 'react'

export function useFollowedEnd(live: boolean) {
  const scroller = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const [following, setFollowing] = useState(live)

  useEffect(() => {
    if (!following || !content.current) return undefined
    const toEnd = () => scroller.current?.scrollTo({ top: scroller.current.scrollHeight })
    // Observing tells of the present size too, when the page is laid out anyway.
    const observer = new ResizeObserver(toEnd)
    observer.observe(content.current)
    return () => observer.disconnect()
  }, [following])

  const lastTop = useRef(0)
  const noteScroll = () => {
    const element = scroller.current
    if (!element) return
    const fromEnd = element.scrollHeight - element.scrollTop - element.clientHeight
    // Only a move upwards lets go: growth alone moves the end away too.
    if (fromEnd < 8) setFollowing(live)
    else if (element.scrollTop < lastTop.current) setFollowing(false)
    lastTop.current = element.scrollTop
  }
  return { scroller, content, following, follow: () => setFollowing(true), noteScroll }
}
