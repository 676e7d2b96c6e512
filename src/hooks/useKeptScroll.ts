/** Restores the scroll position of a part of the page; browsers do that for whole documents only. */
import { useLayoutEffect, useRef, type RefObject, type UIEvent } from 'react'
import { useLocation, useNavigationType } from 'react-router'

/** Scroll offsets in pixels, by the router's key of the visit. */
const places = new Map<string, number>()

interface KeptScroll {
  readonly ref: RefObject<HTMLDivElement | null>
  readonly onScroll: (event: UIEvent) => void
}

/**
 * Restores the scroll position on Back and Forward. Spread the result on the scrolling element.
 * @param isFilled Whether the content is rendered; the position is restored once it is.
 */
export function useKeptScroll(isFilled: boolean): KeptScroll {
  const { key } = useLocation()
  const isComingBack = useNavigationType() === 'POP'
  const ref = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const top = places.get(key)
    if (isFilled && isComingBack && top !== undefined && ref.current) ref.current.scrollTop = top
  }, [key, isFilled, isComingBack])
  return { ref, onScroll: ({ currentTarget }) => places.set(key, currentTarget.scrollTop) }
}
