/** The tags of an example and the tools it calls. */
import { Wrench } from 'lucide-react'
import type { Workflow } from '../../../lib/parseWorkflow.ts'

export function WorkflowTags({ tags, tools }: Pick<Workflow, 'tags' | 'tools'>) {
  return (
    <span className="mt-1 flex flex-wrap gap-1 text-[11px] leading-4 text-muted-foreground">
      {tags.map((tag) => (
        <span key={tag} className="rounded border px-1">
          {tag}
        </span>
      ))}
      {tools.map((tool) => (
        <span key={tool} className="inline-flex items-center gap-1 rounded border px-1 font-mono">
          <Wrench aria-label="Tool" className="size-3" /> {tool}
        </span>
      ))}
    </span>
  )
}
