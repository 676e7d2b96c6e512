/** How this person likes the page to look, in every tab of this browser. */
import type { ReadableStore } from '../lib/createStore.ts'

export interface Preferences {
  readonly theme: 'system' | 'light' | 'dark'
  /** Sizes in percent by pane, for each group of panes. */
  readonly panes: Readonly<Record<string, Readonly<Record<string, number>>>>
}

export interface PreferencesStore extends ReadableStore<Preferences> {
  readonly update: (change: Partial<Preferences>) => void
}
