/** Names the page in the browser's tab and history. */
import { useEffect } from 'react'

export function useTitle(name: string): void {
  useEffect(() => {
    document.title = `${name} · Eliza Workbench`
  }, [name])
}
