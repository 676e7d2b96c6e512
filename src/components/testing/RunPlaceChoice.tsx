/** Where scripts run, with what the server has not. */
import { usePreferences } from '../../hooks/usePreferences.ts'
import { NativeSelect } from '../ui/native-select.tsx'

const serverHint = 'Scripts run beside the edge functions, without packages and without input().'

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
