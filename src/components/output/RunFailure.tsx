/** How a run failed: a sentence, the error, and the traceback with links to lines of the script. */
import { CircleAlert } from 'lucide-react'
import { runFailureSentence } from '../../../contract/run/runFailures.ts'
import { cn } from '../ui/cn.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { keepLooks, withoutEscapes } from './terminal.ts'
import { TerminalText } from './TerminalText.tsx'

interface RunFailureProps {
  readonly code: string | null
  readonly message: string | null
  readonly traceback: string | null
  /** If given, script lines in the traceback become buttons that call it. */
  readonly onLine?: (line: number) => void
}

/** A script line in a traceback. Exception groups prefix their lines with a vertical bar. */
const scriptLine = /^([\s|]*)(File "script\.py", line (\d+))(.*)$/

/** Takes an outcome or a row of the log as it is; unknown failure codes get a general sentence. */
export function RunFailure({ code, message, traceback, onLine }: RunFailureProps) {
  const sentence = isUnread(code, message, traceback) ? unreadSentence : runFailureSentence(code)
  const [headline, detail] = wordsFor(code, message, sentence)
  const tone = code === 'stopped' ? 'border-waiting/50 bg-waiting/5' : 'border-failed/50 bg-failed/5'
  return (
    <div role="alert" className={cn('rounded-md border p-3', tone)}>
      <div className="flex items-start gap-2">
        <CircleAlert
          aria-hidden
          className={cn('mt-0.5 size-4 shrink-0', code === 'stopped' ? 'text-waiting' : 'text-failed')}
        />
        <div className="min-w-0 flex-1 wrap-anywhere">
          <p
            className={
              code === 'exception' ? 'font-mono text-[13px] font-semibold text-failed' : 'font-medium'
            }
          >
            <TerminalText text={keepLooks(headline)} />
          </p>
          {detail !== null && detail !== headline && (
            <p className="mt-0.5">
              <TerminalText text={keepLooks(detail)} />
            </p>
          )}
        </div>
        {traceback !== null && <CopyButton what="traceback" text={() => withoutEscapes(traceback)} />}
      </div>
      {traceback !== null && (
        <pre className="mt-2 overflow-x-auto font-mono text-[13px] leading-5">
          {traceback
            .trimEnd()
            .split('\n')
            .map((line, index) => (
              // A traceback never changes, so the index is a stable key.
              <TracebackLine key={index} line={line} onLine={onLine} />
            ))}
        </pre>
      )}
    </div>
  )
}

const unreadSentence =
  'Python could not read the script, so nothing ran. The marked line has the first error.'

/** Whether parsing failed. Then no traceback line names a scope that ran, as in "line 2, in ratio". */
const isUnread = (code: string | null, message: string | null, traceback: string | null): boolean =>
  code === 'exception' &&
  /^(Syntax|Indentation|Tab)Error\b/.test(message ?? '') &&
  traceback !== null &&
  !/^[\s|]*File "script\.py", line \d+, in /m.test(traceback)

/** @returns The headline and the detail below it. */
function wordsFor(code: string | null, message: string | null, sentence: string): [string, string | null] {
  if (message === null || message === '') return [sentence, null]
  if (code === 'exception') return [message, sentence]
  // The message contains the exit code, so it says more than the sentence.
  if (code === 'exited') return [message, null]
  return [sentence, message]
}

function TracebackLine({ line, onLine }: { line: string; onLine: RunFailureProps['onLine'] | undefined }) {
  const match = scriptLine.exec(line)
  if (!match || !onLine) return <TerminalText text={keepLooks(`${line}\n`)} />
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
