/** One step of an answer: the model's Python, its state, and its outcome. */
import { ChevronRight } from 'lucide-react'
import { Suspense } from 'react'
import type { ChatMessage } from '../../../../contract/chat/chat.ts'
import { cn } from '../../ui/cn.ts'
import { Button } from '../../ui/button.tsx'
import { CellActions } from './CellActions.tsx'
import { CellBody } from './CellBody.tsx'
import { CellCode } from './CellCode.tsx'
import { CellTime } from './CellTime.tsx'
import { useChatContext } from '../ChatContext.ts'
import type { PythonPart } from '../ChatWindowParts.ts'
import { StepMark } from './StepMark.tsx'
import { useStepDetails } from './useStepDetails.ts'
import { lazyPart } from '../../ui/lazy-part.ts'

// Loaded on demand, because it imports the manifest of all tools.
const ApprovalList = lazyPart(async () => ({ default: (await import('./ApprovalList.tsx')).ApprovalList }))

interface PythonCellProps {
  readonly part: PythonPart
  readonly message: ChatMessage
  /** The position in the answer, from 1. */
  readonly number: number
}

/** Choices such as folding are kept in `ChatContext`, so the cell may unmount while it is out of view. */
export function PythonCell({ part, message, number }: PythonCellProps) {
  const { choices, choose } = useChatContext()
  const id = part.toolCallId
  const choice = choices.get(id) ?? {}
  const details = useStepDetails(part, message)
  const showsBody = choice.showsBody ?? true
  const name = `Python step ${number}`
  return (
    <section
      aria-label={name}
      data-step-state={details.state}
      className={cn(
        'min-w-0 overflow-hidden rounded-md border bg-surface',
        details.state === 'asking' && 'border-waiting/60',
      )}
    >
      <header className="flex min-h-9 flex-wrap items-center gap-x-2 px-1 text-xs">
        <h3>
          <button
            type="button"
            aria-expanded={showsBody}
            className="flex items-center gap-1.5 rounded px-1.5 py-1 font-medium hover:bg-muted"
            onClick={() => choose(id, { showsBody: !showsBody })}
          >
            <ChevronRight aria-hidden className={cn('size-4 shrink-0', showsBody && 'rotate-90')} />
            <span className="sr-only">{name}: </span>
            <StepMark state={details.state} />
          </button>
        </h3>
        <CellTime part={part} details={details} />
        {part.state !== 'input-streaming' && <CellActions id={id} details={details} />}
      </header>
      {showsBody && (
        <>
          {details.hasRerun && (
            <p className="flex flex-wrap gap-x-2 border-t px-3 py-1.5 text-xs text-muted-foreground">
              {details.showsFirst
                ? 'This is what the assistant saw.'
                : details.wasEdited
                  ? 'Edited; the assistant saw the first run.'
                  : 'Run again; the assistant saw the first run.'}
              <Button
                variant="link"
                size="inline"
                className="text-xs"
                onClick={() => choose(id, { showsFirst: !details.showsFirst })}
              >
                {details.showsFirst ? 'Show the later run' : 'Show the first run'}
              </Button>
            </p>
          )}
          <CellCode id={id} name={name} details={details} />
          {details.stepRun && details.stepRun.run.callsAsking > 0 && (
            <Suspense fallback={null}>
              <ApprovalList calls={details.stepRun.run.toolCalls} />
            </Suspense>
          )}
          <CellBody part={part} details={details} />
        </>
      )}
    </section>
  )
}
