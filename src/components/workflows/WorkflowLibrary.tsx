/** All examples as cards. The search is in the URL, so that a view can be shared. */
import type { MouseEvent } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { useOpenScript } from '../../hooks/useOpenScript.ts'
import { usePythonRunner } from '../../hooks/usePythonRunner.ts'
import type { Workflow } from '../../../lib/parseWorkflow.ts'
import { Button } from '../ui/button.tsx'
import { showToast } from '../ui/show-toast.ts'
import { exampleWorkflows } from './exampleWorkflows.ts'
import { findWorkflows } from './findWorkflows.ts'
import { WorkflowCard } from './WorkflowCard.tsx'
import { WorkflowSearch } from './WorkflowSearch.tsx'

/** Running an example navigates to the Scripts page and starts it there. */
export function WorkflowLibrary() {
  const [parameters, setParameters] = useSearchParams()
  const navigate = useNavigate()
  const { open } = useOpenScript()
  const { run, status, execute } = usePythonRunner()
  const search = parameters.get('text') ?? ''
  const found = findWorkflows(exampleWorkflows, search)

  const setSearch = (text: string) => setParameters(text === '' ? {} : { text }, { replace: true })
  const openWorkflow = ({ id, title, code }: Workflow, event: MouseEvent) => {
    open({ name: title, code, workflowId: id })
    // A click by keyboard has `detail` 0. After a touch, focus would open the on-screen keyboard.
    const isByKey = event.detail === 0
    void navigate('/scripts', { state: { takesFocus: isByKey } })
  }
  const runWorkflow = (workflow: Workflow, event: MouseEvent) => {
    if (run !== null && run.phase !== 'ended') {
      showToast('Another script is running. Stop it, or wait until it ends.', { tone: 'error' })
      return
    }
    openWorkflow(workflow, event)
    // If Python did not start, the Scripts page reports that and offers a restart.
    if (status === 'failed') return
    const { id, code } = workflow
    execute({ code, source: 'direct', workflowId: id, conversationId: null, messageId: null })
  }

  return (
    <>
      <WorkflowSearch className="mb-4 w-full max-w-md" value={search} onSearch={setSearch} />
      <ul
        aria-label="Examples"
        className="grid grid-cols-[repeat(auto-fill,minmax(min(18rem,100%),1fr))] gap-4"
      >
        {found.map((workflow) => (
          <li key={workflow.id}>
            <WorkflowCard
              workflow={workflow}
              onOpen={(event) => openWorkflow(workflow, event)}
              onRun={(event) => runWorkflow(workflow, event)}
            />
          </li>
        ))}
      </ul>
      {found.length === 0 && (
        <div className="py-16 text-center">
          <p className="mb-4 font-medium">No examples match your search.</p>
          <Button onClick={() => setSearch('')}>See all examples</Button>
        </div>
      )}
    </>
  )
}
