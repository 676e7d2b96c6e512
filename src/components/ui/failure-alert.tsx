/** Reports a failed load and offers a retry. */
import { Alert } from './alert.tsx'
import { Button } from './button.tsx'

interface FailureAlertProps {
  /** Its message is shown to the user. null renders nothing. */
  readonly error: Error | null
  readonly onRetry: () => void
}

/** For data that could not be loaded. A component that crashed is caught by `PanelBoundary`. */
export function FailureAlert({ error, onRetry }: FailureAlertProps) {
  if (error === null) return null
  const retry = (
    <Button size="small" onClick={onRetry}>
      Retry
    </Button>
  )
  return <Alert actions={retry}>{error.message}</Alert>
}
