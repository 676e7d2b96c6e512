/** The field that narrows the examples down. */
import { Input } from '../ui/input.tsx'

interface WorkflowSearchProps {
  readonly className: string
  readonly value: string
  readonly onSearch: (search: string) => void
}

export function WorkflowSearch({ className, value, onSearch }: WorkflowSearchProps) {
  return (
    <Input
      type="search"
      aria-label="Search examples"
      placeholder="Search examples"
      className={className}
      value={value}
      onChange={(event) => onSearch(event.target.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || value === '') return
        // What the key did here, it does not do to the script that runs.
        event.preventDefault()
        onSearch('')
      }}
    />
  )
}
