/** The theme as a group of radio buttons under Settings. */
import { usePreferences } from '../../hooks/usePreferences.ts'
import { themes } from './themes.ts'

export function ThemeChoice() {
  const { preferences, update } = usePreferences()
  return (
    <fieldset>
      <legend className="mb-2 font-semibold">Appearance</legend>
      <div className="flex flex-wrap gap-4">
        {themes.map(({ theme, name }) => (
          <label key={theme} className="flex items-center gap-2">
            <input
              type="radio"
              name="theme"
              className="accent-primary"
              checked={preferences.theme === theme}
              onChange={() => update({ theme })}
            />
            {name}
          </label>
        ))}
      </div>
    </fieldset>
  )
}
