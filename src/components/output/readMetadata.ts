/** What the recorder notes about a run beside the log's columns. */
import type { Execution } from '../../../contract/run/executions.ts'

interface RunMetadata {
  /** The line of the script that failed, from 1. */
  readonly line: number | null
  /** Characters of output beyond the limit. */
  readonly outputOmitted: number
}

/** Rows may come from other versions of the app, so nothing is taken for granted. */
export function readMetadata({ metadata }: Pick<Execution, 'metadata'>): RunMetadata {
  const { line, output_omitted: omitted } = metadata
  return {
    line: isCount(line) && line > 0 ? line : null,
    outputOmitted: isCount(omitted) ? omitted : 0,
  }
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0
