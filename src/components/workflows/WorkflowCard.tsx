/** One example of the library: title, summary, a preview, and the buttons Open and Run. */
import { PencilLine, Play } from 'lucide-react'
import type { MouseEvent } from 'react'
import type { Workflow } from '../../../lib/parseWorkflow.ts'
import { Button } from '../ui/button.tsx'
import { WorkflowTags } from './WorkflowTags.tsx'

interface WorkflowCardProps {
  readonly workflow: Workflow
  readonly onOpen: (event: MouseEvent) => void
  readonly onRun: (event: MouseEvent) => void
}

export function WorkflowCard({ workflow, onOpen, onRun }: WorkflowCardProps) {
  const { title, summary, code } = workflow
  return (
    <article className="flex h-full flex-col rounded-md border bg-surface p-4">
      <h2 className="font-semibold">{title}</h2>
      <p className="mt-1 text-muted-foreground">{summary}</p>
      <WorkflowTags {...workflow} />
      <pre
        aria-hidden
        className="mt-3 mb-4 h-28 overflow-hidden rounded border bg-background p-2 font-mono text-[11px] leading-4 text-muted-foreground"
      >
        {code.split('\n', 8).join('\n')}
      </pre>
      <div className="mt-auto flex gap-2">
        <Button variant="primary" size="small" aria-label={`Open ${title}`} onClick={onOpen}>
          <PencilLine aria-hidden /> Open
        </Button>
        <Button size="small" aria-label={`Run ${title}`} onClick={onRun}>
          <Play aria-hidden /> Run
        </Button>
      </div>
    </article>
  )
}
