/** The scripts in the editor's tabs, and the actions on them. */
import { useSyncExternalStore } from 'react'
import type { OpenScriptsStore } from '../state/createOpenScripts.ts'
import type { OpenScripts } from '../state/openScripts.ts'
import { useAppServices } from './useAppServices.ts'

type Actions = Pick<OpenScriptsStore, 'open' | 'create' | 'activate' | 'rename' | 'close' | 'save'>

/** Rerenders on every edit. Use `useOpenScript` if only the active script matters. */
export function useOpenScripts(): OpenScripts & Actions {
  const { openScripts } = useAppServices()
  const { scripts, activeId } = useSyncExternalStore(openScripts.subscribe, openScripts.getState)
  const { open, create, activate, rename, close, save } = openScripts
  return { scripts, activeId, open, create, activate, rename, close, save }
}
