/** Applies the chosen theme to the page; `system` leaves it to the browser. */
import type { PreferencesStore } from '../state/createPreferences.ts'

export function applyTheme(preferences: PreferencesStore): void {
  const apply = () => {
    const { theme } = preferences.getState()
    document.documentElement.classList.toggle('light', theme === 'light')
    document.documentElement.classList.toggle('dark', theme === 'dark')
  }
  apply()
  preferences.subscribe(apply)
}
