/** The field that renames a tab: Enter or leaving the field saves, Escape cancels. */
import { useRef } from 'react'

interface ScriptNameFieldProps {
  readonly name: string
  /** Called once; `name` is null if the name stays. */
  readonly onDone: (name: string | null, by: 'key' | 'leaving') => void
}

export function ScriptNameField({ name, onDone }: ScriptNameFieldProps) {
  const isDone = useRef(false)
  const end = (next: string | null, by: 'key' | 'leaving') => {
    if (isDone.current) return
    // Removing the field fires blur, which would end it a second time.
    isDone.current = true
    onDone(next, by)
  }
  return (
    <input
      aria-label="Script name"
      defaultValue={name}
      maxLength={80}
      className="mx-1 w-36 min-w-0 rounded border border-input bg-surface px-1.5 text-xs text-foreground"
      ref={(field) => field?.select()}
      onBlur={(event) => {
        // If the field is still the active element, another window took the focus and will return it.
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
