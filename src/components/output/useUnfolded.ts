/** The set of unfolded items in a list, by index. */
import { useCallback, useState } from 'react'

export function useUnfolded() {
  const [unfolded, setUnfolded] = useState<ReadonlySet<number>>(new Set())
  const toggle = useCallback((place: number) => {
    setUnfolded((before) => {
      const next = new Set(before)
      if (!next.delete(place)) next.add(place)
      return next
    })
  }, [])
  return { unfolded, toggle }
}
