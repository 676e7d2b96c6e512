/** Keeps how far a part of a page is scrolled, for who comes back to it: browsers do that for whole documents alone. */
import { useLayoutEffect, useRef, type RefObject, type UIEvent } from 'react'
import { useLocation, useNavigationType } from 'react-router'

/** Pixels by the visit's key. */
const places = new Map<string, number>()

interface KeptScroll {
  readonly ref: RefObject<HTMLDivElement | null>
  readonly onScroll: (event: UIEvent) => void
}

/** `isFilled`: what it shows is there, so that it can be scrolled. */
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
