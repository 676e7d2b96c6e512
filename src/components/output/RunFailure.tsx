/** How a run failed: a sentence, the error, and the traceback with its lines of the script to go to. */
import { CircleAlert } from 'lucide-react'
import { runFailureSentence } from '../../../contract/runFailures.ts'
import { CopyButton } from '../ui/copy-button.tsx'

interface RunFailureProps {
  readonly code: string | null
  readonly message: string | null
  readonly traceback: string | null
  /** Where given, lines of the script in the traceback lead to the editor. */
  readonly onLine?: (line: number) => void
}

/** The name the runner gives the script, as tracebacks show it. */
const scriptLine = /^(\s*)(File "script\.py", line (\d+))(.*)$/

export function RunFailure({ code, message, traceback, onLine }: RunFailureProps) {
  const sentence = runFailureSentence(code)
  return (
    <div role="alert" className="rounded-md border border-failed/50 bg-failed/5 p-3">
      <div className="flex items-start gap-2">
        <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-failed" />
        <div className="min-w-0 flex-1 wrap-anywhere">
          {code === 'exception' && message ? (
            <p className="font-mono text-[13px] font-semibold text-failed">{message}</p>
          ) : (
            <p className="font-medium">{sentence}</p>
          )}
          {code === 'exception' && <p className="mt-0.5">{sentence}</p>}
          {code !== 'exception' && message && message !== sentence && (
            <p className="mt-0.5 text-muted-foreground">{message}</p>
          )}
        </div>
        {traceback !== null && <CopyButton what="traceback" text={() => traceback} />}
      </div>
      {traceback !== null && (
        <pre className="mt-2 overflow-x-auto font-mono text-[13px] leading-5">
          {traceback
            .trimEnd()
            .split('\n')
            .map((line, index) => (
              // A traceback never changes, so a line's place is its identity.
              <TracebackLine key={index} line={line} onLine={onLine} />
            ))}
        </pre>
      )}
    </div>
  )
}

function TracebackLine({ line, onLine }: { line: string; onLine: RunFailureProps['onLine'] | undefined }) {
  const match = scriptLine.exec(line)
  if (!match || !onLine) return `${line}\n`
  const [, indent, place, number, rest] = match
  return (
    <>
      {indent}
      <button type="button" className="text-primary underline" onClick={() => onLine(Number(number))}>
        {place}
      </button>
      {`${rest}\n`}
    </>
  )
}
