/** Sets the page's title in the browser's tab and history. */
import { useEffect } from 'react'

/** @param name Without the app's name, which is appended. */
export function useTitle(name: string): void {
  useEffect(() => {
    document.title = `${name} · Eliza Workbench`
  }, [name])
}
