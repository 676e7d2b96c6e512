/** What could not be read, and a button that reads it again. */
import { Alert } from './alert.tsx'
import { Button } from './button.tsx'

interface FailureAlertProps {
  /** Its message is fit for a person to read; null shows nothing. */
  readonly error: Error | null
  readonly onRetry: () => void
}

export function FailureAlert({ error, onRetry }: FailureAlertProps) {
  if (error === null) return null
  const retry = (
    <Button size="small" onClick={onRetry}>
      Retry
    </Button>
  )
  return <Alert actions={retry}>{error.message}</Alert>
}
