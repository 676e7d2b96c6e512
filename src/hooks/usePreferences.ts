/** The preferences of this browser, such as theme, limits and pane sizes. */
import { useSyncExternalStore } from 'react'
import type { Preferences, PreferencesStore } from '../state/createPreferences.ts'
import { useAppServices } from './useAppServices.ts'

/** Reads and changes preferences. `update` merges and saves; other tabs follow. */
export function usePreferences(): { readonly preferences: Preferences } & Pick<PreferencesStore, 'update'> {
  const { preferences: store } = useAppServices()
  return { preferences: useSyncExternalStore(store.subscribe, store.getState), update: store.update }
}
