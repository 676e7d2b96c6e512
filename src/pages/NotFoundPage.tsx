/** The page for unknown URLs. */
import { Link } from 'react-router'
import { useTitle } from '../hooks/useTitle.ts'

export function NotFoundPage() {
  useTitle('Not found')
  return (
    <div className="mx-auto max-w-xl p-6 pt-16">
      <h1 className="text-xl font-semibold">Page not found</h1>
      <p className="mt-2 text-muted-foreground">
        Go to your{' '}
        <Link to="/scripts" className="text-primary underline">
          scripts
        </Link>{' '}
        or the{' '}
        <Link to="/history" className="text-primary underline">
          history
        </Link>{' '}
        of your runs.
      </p>
    </div>
  )
}
