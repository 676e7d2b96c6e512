/** The examples, one press from the editor. */
import { useId } from 'react'
import { useOpenScript } from '../../hooks/useOpenScript.ts'
import { cn } from '../../lib/cn.ts'
import type { Workflow } from '../../lib/parseWorkflow.ts'
import { showToast } from '../ui/show-toast.ts'
import { exampleWorkflows } from './exampleWorkflows.ts'

interface ExampleListProps {
  /** After an example was opened, such as to show the editor on a phone. */
  readonly onOpened: () => void
}

export function ExampleList({ onOpened }: ExampleListProps) {
  const headingId = useId()
  const { script, open } = useOpenScript()

  const openExample = (example: Workflow) => {
    const former = script
    open({ name: example.title, code: example.code, workflowId: example.id })
    onOpened()
    if (isOwnWork(former)) {
      showToast(`Opened “${example.title}”`, {
        description: 'It took the place of your script.',
        action: { label: 'Undo', onClick: () => open(former) },
      })
    }
  }

  return (
    <nav aria-labelledby={headingId} className="flex h-full min-h-0 flex-col">
      <h2 id={headingId} className="flex h-9 shrink-0 items-center border-b px-3 text-xs font-semibold">
        Examples
      </h2>
      <ul aria-labelledby={headingId} className="min-h-0 flex-1 space-y-0.5 overflow-auto p-1.5">
        {exampleWorkflows.map((example) => (
          <li key={example.id}>
            <button
              type="button"
              aria-current={script.workflowId === example.id ? 'true' : undefined}
              className={cn(
                'w-full rounded-md px-2 py-1.5 text-left hover:bg-muted',
                script.workflowId === example.id && 'bg-muted',
              )}
              onClick={() => openExample(example)}
            >
              <span className="block font-medium">{example.title}</span>
              <span className="block text-xs text-muted-foreground">{example.summary}</span>
            </button>
          </li>
        ))}
      </ul>
    </nav>
  )
}

/** Whether opening something else would take away what this person wrote. */
function isOwnWork({ code }: { readonly code: string }): boolean {
  return code.trim() !== '' && !exampleWorkflows.some((example) => example.code === code)
}
