/** The footer of every page: whether all runs are saved, and if not, why and what to do. */
import { CloudAlert, CloudCheck, CloudUpload } from 'lucide-react'
import { useOutbox } from '../../hooks/useOutbox.ts'
import { formatNumber } from '../../../lib/formatNumber.ts'
import { cn } from '../ui/cn.ts'
import { Button } from '../ui/button.tsx'
import { saveSentence } from './saveSentence.ts'

export function SaveState() {
  const outbox = useOutbox()
  const { pending, rejected, rejectedReason, problem, deliver, dismissRejected } = outbox
  const waits = problem !== null && pending > 0
  const warns = waits || rejected > 0
  const Icon = warns ? CloudAlert : pending > 0 ? CloudUpload : CloudCheck
  return (
    <footer className="flex min-h-7 shrink-0 items-center gap-2 border-t px-3 text-xs text-muted-foreground">
      <Icon aria-hidden className={cn('size-4 shrink-0', warns && 'text-waiting')} />
      <output className={cn('min-w-0 py-1', warns && 'text-foreground')}>
        {saveSentence(outbox)}
        {rejected > 0 &&
          ` The backend rejected ${formatNumber(rejected)} log entries: ${rejectedReason ?? 'it gave no reason.'}`}
      </output>
      <span className="ml-auto flex shrink-0 gap-3">
        {waits && (
          <Button variant="link" size="inline" className="text-xs" onClick={() => void deliver()}>
            Try now
          </Button>
        )}
        {rejected > 0 && (
          <Button variant="link" size="inline" className="text-xs" onClick={() => void dismissRejected()}>
            Discard them
          </Button>
        )}
      </span>
    </footer>
  )
}
