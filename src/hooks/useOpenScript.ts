/** The script in the active tab. */
import { useSyncExternalStore } from 'react'
import type { OpenScriptsStore } from '../state/createOpenScripts.ts'
import { activeScript } from '../state/openScripts.ts'
import type { OpenScript } from '../state/openScripts.ts'
import { useAppServices } from './useAppServices.ts'

/** The active script, with `setCode` to edit it and `open` to open another one in a tab. */
export function useOpenScript(): { readonly script: OpenScript } & Pick<
  OpenScriptsStore,
  'setCode' | 'open'
> {
  const { openScripts } = useAppServices()
  const script = activeScript(useSyncExternalStore(openScripts.subscribe, openScripts.getState))
  return { script, setCode: openScripts.setCode, open: openScripts.open }
}
