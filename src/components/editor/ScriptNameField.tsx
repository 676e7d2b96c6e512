/** A tab's name while it is changed: Enter or leaving takes it, Escape does not. */
import { useRef } from 'react'

interface ScriptNameFieldProps {
  readonly name: string
  /** null where the name stays. Called once. */
  readonly onDone: (name: string | null, by: 'key' | 'leaving') => void
}

export function ScriptNameField({ name, onDone }: ScriptNameFieldProps) {
  const isDone = useRef(false)
  const end = (next: string | null, by: 'key' | 'leaving') => {
    if (isDone.current) return
    // Taking the field away makes it lose the focus, which ends it too.
    isDone.current = true
    onDone(next, by)
  }
  return (
    <input
      aria-label="Name of the script"
      defaultValue={name}
      maxLength={80}
      className="mx-1 w-36 min-w-0 rounded border border-input bg-surface px-1.5 text-xs text-foreground"
      ref={(field) => field?.select()}
      onBlur={(event) => {
        // Another window took the focus, and gives it back.
        if (document.activeElement !== event.target) end(event.target.value, 'leaving')
      }}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return
        if (event.key === 'Enter') end(event.currentTarget.value, 'key')
        else if (event.key === 'Escape') end(null, 'key')
        else return
        event.preventDefault()
        event.stopPropagation()
      }}
    />
  )
}
