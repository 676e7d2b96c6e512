/** The example library: every script in workflows/, with those tagged `start` first. */
import { parseWorkflow } from '../../../lib/parseWorkflow.ts'
import type { Workflow } from '../../../lib/parseWorkflow.ts'

const sources = import.meta.glob<string>('/workflows/*.py', { query: '?raw', import: 'default', eager: true })

/** Parsed once, when this module loads. */
export const exampleWorkflows: readonly Workflow[] = Object.entries(sources)
  .map(([path, source]) => parseWorkflow(path, source))
  .sort((first, second) => rank(first) - rank(second) || first.title.localeCompare(second.title))

function rank(example: Workflow): number {
  return example.tags.includes('start') ? 0 : 1
}
