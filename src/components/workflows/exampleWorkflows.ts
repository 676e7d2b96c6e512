/** The example library: every script in workflows/, in the order of its file names. */
import { parseWorkflow } from '../../lib/parseWorkflow.ts'
import type { Workflow } from '../../lib/parseWorkflow.ts'

const sources = import.meta.glob<string>('/workflows/*.py', { query: '?raw', import: 'default', eager: true })

export const exampleWorkflows: readonly Workflow[] = Object.entries(sources)
  .sort(([first], [second]) => first.localeCompare(second))
  .map(([path, source]) => parseWorkflow(path, source))
