/** The examples beside the editor: a search, and a click that opens one in a tab. */
import { useId, useState } from 'react'
import { useOpenScript } from '../../hooks/useOpenScript.ts'
import { cn } from '../ui/cn.ts'
import { exampleWorkflows } from './exampleWorkflows.ts'
import { findWorkflows } from './findWorkflows.ts'
import { WorkflowSearch } from './WorkflowSearch.tsx'
import { WorkflowTags } from './WorkflowTags.tsx'

interface ExampleListProps {
  /** Called after an example was opened, for example to show the editor on a phone. */
  readonly onOpened: () => void
}

/** Opening an example that already has a tab activates that tab. */
export function ExampleList({ onOpened }: ExampleListProps) {
  const headingId = useId()
  const { script, open } = useOpenScript()
  const [search, setSearch] = useState('')
  const found = findWorkflows(exampleWorkflows, search)

  return (
    <nav aria-labelledby={headingId} className="flex h-full min-h-0 flex-col">
      <h2 id={headingId} className="flex h-9 shrink-0 items-center border-b px-3 text-xs font-semibold">
        Examples
      </h2>
      <div className="shrink-0 p-1.5 pb-0">
        <WorkflowSearch className="h-8 w-full px-2 text-xs" value={search} onSearch={setSearch} />
      </div>
      {found.length === 0 && (
        <p className="px-3 pt-2 text-xs text-muted-foreground">No examples match your search.</p>
      )}
      <ul aria-labelledby={headingId} className="min-h-0 flex-1 space-y-0.5 overflow-auto p-1.5">
        {found.map((example) => (
          <li key={example.id}>
            <button
              type="button"
              aria-current={script.workflowId === example.id ? 'true' : undefined}
              className={cn(
                'w-full rounded-md px-2 py-1.5 text-left hover:bg-muted',
                script.workflowId === example.id && 'bg-muted',
              )}
              onClick={() => {
                open({ name: example.title, code: example.code, workflowId: example.id })
                onOpened()
              }}
            >
              <span className="block font-medium">{example.title}</span>
              <span className="block text-xs text-muted-foreground">{example.summary}</span>
              <WorkflowTags {...example} />
            </button>
          </li>
        ))}
      </ul>
    </nav>
  )
}
