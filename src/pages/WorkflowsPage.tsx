/** /workflows: the library of example scripts. */
import { WorkflowLibrary } from '../components/workflows/WorkflowLibrary.tsx'
import { useTitle } from '../hooks/useTitle.ts'

export function WorkflowsPage() {
  useTitle('Workflows')
  return (
    <div className="h-full overflow-auto">
      <div className="mx-auto max-w-6xl p-6">
        <h1 className="text-xl font-semibold">Workflows</h1>
        <p className="mt-1 mb-4 text-muted-foreground">
          Scripts that work as they are. Open one in the editor to change your own copy.
        </p>
        <WorkflowLibrary />
      </div>
    </div>
  )
}
