/** Keeps the end of growing content in view, until the user scrolls up; resumes at the end. */
import { useEffect, useRef, useState } from 'react'

/**
 * @param live Whether to follow at all.
 * @returns Refs for the scroll container and its content, `noteScroll` for `onScroll`, and `follow` to jump
 * to the end.
 */
export function useFollowedEnd(live: boolean) {
  const scroller = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const [following, setFollowing] = useState(live)

  useEffect(() => {
    if (!following || !content.current) return undefined
    const toEnd = () => scroller.current?.scrollTo({ top: scroller.current.scrollHeight })
    // The observer also fires for the initial size, after layout, so no reflow is forced.
    const observer = new ResizeObserver(toEnd)
    observer.observe(content.current)
    return () => observer.disconnect()
  }, [following])

  const lastTop = useRef(0)
  const noteScroll = () => {
    const element = scroller.current
    if (!element) return
    const fromEnd = element.scrollHeight - element.scrollTop - element.clientHeight
    // Only scrolling up stops following: growing content also increases the distance to the end.
    if (fromEnd < 8) setFollowing(live)
    else if (element.scrollTop < lastTop.current) setFollowing(false)
    lastTop.current = element.scrollTop
  }
  return { scroller, content, following, follow: () => setFollowing(true), noteScroll }
}
