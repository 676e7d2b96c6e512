/** Workflows that match a message, each with Run and Open in editor. */
import { PencilLine, Play } from 'lucide-react'
import { useNavigate } from 'react-router'
import { useOpenScript } from '../../hooks/useOpenScript.ts'
import { Button } from '../ui/button.tsx'
import { exampleWorkflows } from './exampleWorkflows.ts'
import { WorkflowTags } from './WorkflowTags.tsx'

interface WorkflowMatchesProps {
  /** Ids from the workflow library, best match first. */
  readonly matches: readonly { readonly id: string }[]
  readonly busy: boolean
  readonly onRun: (id: string) => void
}

/** Skips matches that this version of the library does not have. */
export function WorkflowMatches({ matches, busy, onRun }: WorkflowMatchesProps) {
  const navigate = useNavigate()
  const { open } = useOpenScript()
  const found = matches.flatMap(({ id }) => exampleWorkflows.find((workflow) => workflow.id === id) ?? [])
  return (
    <ul aria-label="Workflows that match" className="space-y-2">
      {found.map((workflow) => (
        <li key={workflow.id} className="flex flex-wrap items-start gap-3 rounded-md border bg-surface p-3">
          <div className="min-w-0 flex-1 basis-56">
            <h3 className="font-semibold">{workflow.title}</h3>
            <p className="text-muted-foreground">{workflow.summary}</p>
            <WorkflowTags {...workflow} />
          </div>
          <div className="flex gap-2">
            <Button
              variant="primary"
              size="small"
              aria-label={`Run ${workflow.title}`}
              aria-disabled={busy}
              onClick={() => onRun(workflow.id)}
            >
              <Play aria-hidden /> Run
            </Button>
            <Button
              size="small"
              aria-label={`Open ${workflow.title} in editor`}
              onClick={({ detail }) => {
                open({ name: workflow.title, code: workflow.code, workflowId: workflow.id })
                void navigate('/scripts', { state: { takesFocus: detail === 0 } })
              }}
            >
              <PencilLine aria-hidden /> Open in editor
            </Button>
          </div>
        </li>
      ))}
    </ul>
  )
}
