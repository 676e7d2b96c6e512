/** Theme and pane sizes, with a way to change them. */
import { useSyncExternalStore } from 'react'
import type { Preferences, PreferencesStore } from '../state/createPreferences.ts'
import { useAppServices } from './useAppServices.ts'

export function usePreferences(): { readonly preferences: Preferences } & Pick<PreferencesStore, 'update'> {
  const { preferences: store } = useAppServices()
  return { preferences: useSyncExternalStore(store.subscribe, store.getState), update: store.update }
}
