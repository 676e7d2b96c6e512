/** The setting that decides which tool calls of a chat need approval. */
import { usePreferences } from '../../hooks/usePreferences.ts'

const kinds = [
  ['write', 'Ask before tools that write', 'These tools store, change or send something.'],
  ['spend', 'Ask before tools that spend', 'These tools cost money or quota, such as a call to an AI model.'],
] as const

/** Saves to the preferences at once. Scripts that the user runs never ask. */
export function ApprovalChoice() {
  const { preferences, update } = usePreferences()
  const { approvals } = preferences
  return (
    <fieldset className="space-y-2">
      <legend className="mb-1 font-medium">Approval in chats</legend>
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
