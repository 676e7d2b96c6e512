/** Whether the page is dark, for parts that CSS cannot style, such as Monaco. */
import { useMediaQuery } from './useMediaQuery.ts'
import { usePreferences } from './usePreferences.ts'

/** Resolves the theme `system` by the media query of the operating system. */
export function useDarkTheme(): boolean {
  const { theme } = usePreferences().preferences
  const systemIsDark = useMediaQuery('(prefers-color-scheme: dark)')
  return theme === 'system' ? systemIsDark : theme === 'dark'
}
