/** Shown if the app cannot start, for example without a backend. */
import { Alert } from '../components/ui/alert.tsx'

export function StartFailure({ message }: { readonly message: string }) {
  return (
    <main className="mx-auto max-w-xl p-6 pt-24">
      <h1 className="mb-4 text-xl font-semibold">Eliza Workbench did not start</h1>
      <Alert>{message}</Alert>
    </main>
  )
}
