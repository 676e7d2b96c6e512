/** /history: every execution, newest first. */
import { useSearchParams, Link } from 'react-router'
import { ExecutionsTable } from '../components/history/ExecutionsTable.tsx'
import { HistoryFilters } from '../components/history/HistoryFilters.tsx'
import { noFilter, readFilter, writeFilter } from '../components/history/readFilter.ts'
import { Alert } from '../components/ui/alert.tsx'
import { Button } from '../components/ui/button.tsx'
import { useExecutions } from '../hooks/useExecutions.ts'
import { useKeptScroll } from '../hooks/useKeptScroll.ts'
import { useTitle } from '../hooks/useTitle.ts'

export function HistoryPage() {
  useTitle('History')
  const [search, setSearch] = useSearchParams()
  const filter = readFilter(search)
  const list = useExecutions(filter)
  const isFiltered = writeFilter(filter).size > 0
  const { rows, error, isPending } = list
  const keptScroll = useKeptScroll(rows.length > 0)

  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="flex shrink-0 flex-wrap items-center gap-x-6 gap-y-2 px-3 py-3">
        <h1 className="text-lg font-semibold">History</h1>
        <HistoryFilters
          filter={filter}
          onChange={(next) => setSearch(writeFilter(next), { replace: true })}
        />
      </div>
      <div {...keptScroll} className="min-h-0 flex-1 overflow-auto px-3 pb-6">
        {error !== null && (
          <Alert
            className="mb-3"
            actions={
              <Button size="small" onClick={list.refetch}>
                Retry
              </Button>
            }
          >
            {error.message}
          </Alert>
        )}
        {rows.length > 0 && <ExecutionsTable rows={rows} />}
        {rows.length === 0 && isPending && error === null && (
          <output className="block p-3 text-muted-foreground">Loading the history…</output>
        )}
        {rows.length === 0 && !isPending && error === null && (
          <EmptyHistory
            isFiltered={isFiltered}
            onClear={() => setSearch(writeFilter(noFilter), { replace: true })}
          />
        )}
        {list.hasNextPage && (
          <Button className="mt-4" aria-disabled={list.isFetchingNextPage} onClick={list.fetchNextPage}>
            {list.isFetchingNextPage ? 'Loading…' : 'Load more'}
          </Button>
        )}
      </div>
    </div>
  )
}

function EmptyHistory({ isFiltered, onClear }: { isFiltered: boolean; onClear: () => void }) {
  return (
    <div className="mx-auto max-w-md py-16 text-center">
      <p className="font-medium">{isFiltered ? 'No runs match this filter.' : 'No runs yet.'}</p>
      <p className="mt-1 mb-4 text-muted-foreground">
        {isFiltered
          ? 'Change the filter, or clear it to see all runs.'
          : 'Every run of a script is listed here, with its output, result and tool calls.'}
      </p>
      {isFiltered ? (
        <Button onClick={onClear}>Clear the filter</Button>
      ) : (
        <Button variant="primary" asChild>
          <Link to="/scripts">Run a script</Link>
        </Button>
      )}
    </div>
  )
}
