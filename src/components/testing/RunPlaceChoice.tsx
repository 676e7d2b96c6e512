/** The choice where scripts run: in this browser or on the server. */
import { usePreferences } from '../../hooks/usePreferences.ts'
import { NativeSelect } from '../ui/native-select.tsx'

const serverHint = 'On the server, scripts cannot use packages or input().'

/** Saves to the preferences; applies to the next run. */
export function RunPlaceChoice({ busy }: { readonly busy: boolean }) {
  const { preferences, update } = usePreferences()
  return (
    <NativeSelect
      aria-label="Run in"
      title={preferences.runsOnServer ? serverHint : undefined}
      disabled={busy}
      value={String(preferences.runsOnServer)}
      onChange={({ target }) => update({ runsOnServer: target.value === 'true' })}
    >
      <option value="false">In this browser</option>
      <option value="true">On the server</option>
    </NativeSelect>
  )
}
