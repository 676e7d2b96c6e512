/** Searches examples: every word must occur in the title, summary, tags or tools. */
import type { Workflow } from '../../../lib/parseWorkflow.ts'

/**
 * Case-insensitive.
 * @returns The matches in the given order; all workflows for an empty search.
 */
export function findWorkflows(workflows: readonly Workflow[], search: string): readonly Workflow[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  return workflows.filter(({ title, summary, tags, tools }) => {
    const text = [title, summary, ...tags, ...tools].join('\n').toLowerCase()
    return words.every((word) => text.includes(word))
  })
}
