/** The scripts in this tab's editor, and what can be done with them. */
import { useSyncExternalStore } from 'react'
import type { OpenScriptsStore } from '../state/createOpenScripts.ts'
import type { OpenScripts } from '../state/openScripts.ts'
import { useAppServices } from './useAppServices.ts'

type Actions = Pick<OpenScriptsStore, 'open' | 'create' | 'activate' | 'rename' | 'close' | 'save'>

export function useOpenScripts(): OpenScripts & Actions {
  const { openScripts } = useAppServices()
  const { scripts, activeId } = useSyncExternalStore(openScripts.subscribe, openScripts.getState)
  const { open, create, activate, rename, close, save } = openScripts
  return { scripts, activeId, open, create, activate, rename, close, save }
}
