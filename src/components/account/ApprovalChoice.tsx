/** Which calls of a chat wait for the person's word. */
import { usePreferences } from '../../hooks/usePreferences.ts'

const kinds = [
  ['write', 'Ask before tools that write', 'They store, change or send something.'],
  ['spend', 'Ask before tools that spend', 'They cost money or quota, such as asking an AI model.'],
] as const

export function ApprovalChoice() {
  const { preferences, update } = usePreferences()
  const { approvals } = preferences
  return (
    <fieldset className="space-y-2">
      <legend className="mb-1 font-medium">In chats, Python asks you first</legend>
      {kinds.map(([kind, name, hint]) => (
        <label key={kind} className="flex items-start gap-2">
          <input
            type="checkbox"
            className="mt-1 size-4 shrink-0 accent-primary"
            checked={approvals[kind] === 'ask'}
            onChange={({ target }) =>
              update({ approvals: { ...approvals, [kind]: target.checked ? 'ask' : 'allow' } })
            }
          />
          <span>
            {name} <span className="block text-xs text-muted-foreground">{hint}</span>
          </span>
        </label>
      ))}
    </fieldset>
  )
}
