/** The settings that decide which tool calls of a chat need approval. */
import { useId, useState } from 'react'
import { hostsIn } from '../../../contract/run/hosts.ts'
import { usePreferences } from '../../hooks/usePreferences.ts'
import { Input } from '../ui/input.tsx'

const kinds = [
  ['write', 'Ask before tools that write', 'These tools store, change or send something.'],
  ['spend', 'Ask before tools that spend', 'These tools cost money or quota, such as a call to an AI model.'],
  [
    'browse',
    'Ask before pages of other hosts',
    'A page’s address can carry your data away. Hosts that you name in a message are not asked about.',
  ],
] as const

/** Saves to the preferences at once. They hold in the browser and on the server; scripts that the user runs never ask. */
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
      {approvals.browse === 'ask' && <AllowedHosts />}
    </fieldset>
  )
}

/** Saves when the field is left, with what could be read as hosts. */
function AllowedHosts() {
  const id = useId()
  const { preferences, update } = usePreferences()
  const saved = preferences.allowedHosts.join(', ')
  const [typed, setTyped] = useState(saved)
  return (
    <div className="space-y-1 pl-6 text-xs text-muted-foreground">
      <label htmlFor={id}>Hosts that never ask</label>
      <Input
        id={id}
        value={typed}
        placeholder="example.com, docs.example.org"
        onChange={({ target }) => setTyped(target.value)}
        onBlur={() => {
          const allowedHosts = hostsIn(typed)
          update({ allowedHosts })
          setTyped(allowedHosts.join(', '))
        }}
      />
    </div>
  )
}
