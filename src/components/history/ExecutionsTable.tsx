/** The execution history as a table, newest first. Each row links to its execution. */
import { CloudUpload } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Link } from 'react-router'
import type { ExecutionList } from '../../hooks/useExecutions.ts'
import { formatDuration } from '../../../lib/formatDuration.ts'
import { formatWhen } from '../../../lib/formatWhen.ts'
import { formatTime } from '../../../lib/formatTime.ts'
import { markOf } from '../ui/mark-of.ts'
import { StatusMark } from '../ui/status-mark.tsx'
import { sourceName } from './sourceName.ts'

type Row = ExecutionList['rows'][number]

const cell = 'border-b px-3 py-2 align-top'

/** Shows rows that are still in the outbox as “Not saved yet”. */
export function ExecutionsTable({ rows }: { readonly rows: readonly Row[] }) {
  const now = useNow()
  return (
    <table aria-label="Executions" className="w-full table-fixed border-separate border-spacing-0">
      <colgroup>
        <col className="w-11 sm:w-32" />
        <col />
        <col className="hidden w-28 md:table-column" />
        <col className="w-24 sm:w-28" />
        <col className="w-20 sm:w-24" />
      </colgroup>
      <thead>
        <tr className="text-left text-xs text-muted-foreground [&>th]:sticky [&>th]:top-0 [&>th]:z-10 [&>th]:border-b [&>th]:bg-background [&>th]:px-3 [&>th]:py-2 [&>th]:font-medium">
          <th scope="col">
            <span className="sr-only sm:not-sr-only">Status</span>
          </th>
          <th scope="col">Script</th>
          <th scope="col" className="hidden md:table-cell">
            Source
          </th>
          <th scope="col">Started</th>
          <th scope="col" className="text-right">
            Duration
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id} className="relative hover:bg-muted">
            <td className={cell}>
              <span className="sm:hidden">
                <StatusMark status={markOf(row.status, row.error_code)} compact />
              </span>
              <span className="hidden sm:inline">
                <StatusMark status={markOf(row.status, row.error_code)} />
              </span>
            </td>
            <td className={cell}>
              {/* The link covers the row, so that a click anywhere in it works. */}
              <Link
                to={`/history/${row.id}`}
                className="line-clamp-2 font-mono text-[13px] leading-5 wrap-anywhere whitespace-pre-wrap after:absolute after:inset-0"
              >
                {titleOf(row.title)}
              </Link>
              {row.error_message !== null && (
                <p className="truncate text-xs text-failed" title={row.error_message.slice(0, 500)}>
                  {row.error_message.slice(0, 300)}
                </p>
              )}
              {!row.delivered && (
                <p className="flex items-center gap-1 text-xs text-waiting">
                  <CloudUpload aria-hidden className="size-3.5" /> Not saved yet
                </p>
              )}
            </td>
            <td className={`${cell} hidden text-muted-foreground md:table-cell`}>
              {sourceName(row.source)}
              {row.executor === 'edge' && ', server'}
            </td>
            <td className={`${cell} text-muted-foreground`}>
              <time dateTime={row.started_at} title={formatTime(row.started_at)} className="relative z-10">
                {formatWhen(row.started_at, now)}
              </time>
            </td>
            <td className={`${cell} text-right text-muted-foreground tabular-nums`}>
              <span
                className="relative z-10"
                title={row.duration_ms === null ? undefined : `${row.duration_ms.toFixed(1)} ms`}
              >
                {formatDuration(row.duration_ms)}
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** The first two lines that are not blank. */
function titleOf(title: string): string {
  const lines = title.split('\n').filter((line) => line.trim() !== '')
  return lines.slice(0, 2).join('\n') || '(empty script)'
}

/** Rerenders every 20 s, so that relative times stay correct. */
function useNow(): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 20_000)
    return () => clearInterval(timer)
  }, [])
  return now
}
