/** Whether the page is dark now, for parts that CSS does not reach, such as Monaco. */
import { useMediaQuery } from './useMediaQuery.ts'
import { usePreferences } from './usePreferences.ts'

export function useDarkTheme(): boolean {
  const { theme } = usePreferences().preferences
  const systemIsDark = useMediaQuery('(prefers-color-scheme: dark)')
  return theme === 'system' ? systemIsDark : theme === 'dark'
}
