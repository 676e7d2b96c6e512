/** The script in this tab's editor. */
import { useSyncExternalStore } from 'react'
import type { OpenScript, OpenScriptStore } from '../state/createOpenScript.ts'
import { useAppServices } from './useAppServices.ts'

export function useOpenScript(): { readonly script: OpenScript } & Pick<OpenScriptStore, 'setCode' | 'open'> {
  const { openScript } = useAppServices()
  const script = useSyncExternalStore(openScript.subscribe, openScript.getState)
  return { script, setCode: openScript.setCode, open: openScript.open }
}
