/** Where scripts run, with what the server has not. */
import { usePreferences } from '../../hooks/usePreferences.ts'
import { NativeSelect } from '../ui/native-select.tsx'

export function RunPlaceChoice({ busy }: { readonly busy: boolean }) {
  const { preferences, update } = usePreferences()
  return (
    <NativeSelect
      aria-label="Run in"
      className="max-w-44"
      disabled={busy}
      value={String(preferences.runsOnServer)}
      onChange={({ target }) => update({ runsOnServer: target.value === 'true' })}
    >
      <option value="false">In this browser</option>
      <option value="true">On the server: without packages and input()</option>
    </NativeSelect>
  )
}
