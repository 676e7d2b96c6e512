/** The workflow library that answers without a model: BM25 search over titles, summaries and tags. */
import MiniSearch from 'minisearch'
import { loadOnce } from '../../lib/loadOnce.ts'
import type { Workflow } from '../../lib/parseWorkflow.ts'
import type { WorkflowLibrary } from './ports.ts'

/** Stop words: too common to tell questions apart. */
const emptyWords = new Set(
  'a an and are as at be by can do does for from how i in is it me my of on or please show that the this to use want what with you your'.split(
    ' ',
  ),
)

/** Matches below this fraction of the best score are dropped as noise. */
const leastShare = 0.3

/** `load` is called lazily, at the first question. */
export function createWorkflowLibrary(load: () => Promise<readonly Workflow[]>): WorkflowLibrary {
  const open = loadOnce(async () => {
    const workflows = await load()
    const index = new MiniSearch<Workflow>({
      fields: ['title', 'summary', 'tags'],
      extractField: (workflow, name) => {
        if (name === 'id') return workflow.id
        return name === 'tags'
          ? workflow.tags.join(' ')
          : name === 'title'
            ? workflow.title
            : workflow.summary
      },
      processTerm: (term) => {
        const word = term.toLowerCase()
        return emptyWords.has(word) ? null : word
      },
      searchOptions: {
        boost: { title: 3, tags: 2 },
        // Typos and prefixes match too.
        fuzzy: (term) => (term.length > 4 ? 0.2 : false),
        prefix: (term) => term.length > 3,
      },
    })
    index.addAll(workflows)
    return { workflows, index }
  })
  return {
    async match(text) {
      const found = (await open()).index.search(text.slice(0, 1000))
      const best = found[0]?.score ?? 0
      return found
        .filter(({ score }) => score >= best * leastShare)
        .map(({ id, score }) => ({ id: String(id), score }))
    },
    async read(id) {
      const workflow = (await open()).workflows.find((one) => one.id === id)
      return workflow === undefined ? null : { title: workflow.title, code: workflow.code }
    },
  }
}
