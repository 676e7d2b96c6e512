/** The search field for examples. Escape clears it. */
import { Input } from '../ui/input.tsx'

interface WorkflowSearchProps {
  readonly className: string
  readonly value: string
  readonly onSearch: (search: string) => void
}

/** Controlled: filtering is the caller's, with `findWorkflows`. */
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
        // The page's own Escape would stop the running script.
        event.preventDefault()
        onSearch('')
      }}
    />
  )
}
