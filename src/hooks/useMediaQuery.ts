/** Subscribes to a CSS media query. */
import { useCallback, useSyncExternalStore } from 'react'

/**
 * @example
 * const wide = useMediaQuery('(min-width: 56rem)')
 */
export function useMediaQuery(query: string): boolean {
  const subscribe = useCallback(
    (listener: () => void) => {
      const media = matchMedia(query)
      media.addEventListener('change', listener)
      return () => media.removeEventListener('change', listener)
    },
    [query],
  )
  return useSyncExternalStore(subscribe, () => matchMedia(query).matches)
}
