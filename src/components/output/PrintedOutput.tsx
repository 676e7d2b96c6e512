/** Printed text and displays of a run in order, and a note about output beyond the limit. */
import { Fragment, memo } from 'react'
import type { RunView } from '../../../run/journal/viewRun.ts'
import { formatBytes } from '../../../lib/formatBytes.ts'
import { formatNumber } from '../../../lib/formatNumber.ts'
import { DisplayView } from './DisplayView.tsx'
import { OutputTextView } from './OutputTextView.tsx'

interface PrintedOutputProps {
  readonly output: RunView['output']
  /** Bytes. */
  readonly omitted: number
}

export const PrintedOutput = memo(function PrintedOutput({ output, omitted }: PrintedOutputProps) {
  return (
    <>
      {output.map(({ text, display }, index) => (
        // Parts are only appended, so the index is a stable key.
        <Fragment key={index}>
          <OutputTextView text={text} />
          {display && <DisplayView bundle={display.bundle} number={index + 1} />}
        </Fragment>
      ))}
      {omitted > 0 && (
        <p className="border-t pt-2 text-muted-foreground">
          The script printed <span title={`${formatNumber(omitted)} bytes`}>{formatBytes(omitted)}</span>{' '}
          more. That is beyond the limit and was not kept.
        </p>
      )}
    </>
  )
})
