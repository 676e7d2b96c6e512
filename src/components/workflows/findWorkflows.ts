/** Finds examples by what people type: every word has to stand somewhere in title, summary, tags or tools. */
import type { Workflow } from '../../../lib/parseWorkflow.ts'

/** In the order given; all of them for an empty search. */
export function findWorkflows(workflows: readonly Workflow[], search: string): readonly Workflow[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  return workflows.filter(({ title, summary, tags, tools }) => {
    const text = [title, summary, ...tags, ...tools].join('\n').toLowerCase()
    return words.every((word) => text.includes(word))
  })
}
