/** The filters of the history. They live in the URL, so that a filtered view can be shared. */
import { useEffect, useState } from 'react'
import { executionSources, executionStatuses } from '../../../contract/run/executions.ts'
import { Button } from '../ui/button.tsx'
import { Input } from '../ui/input.tsx'
import { NativeSelect } from '../ui/native-select.tsx'
import { noFilter } from './readFilter.ts'
import type { HistoryFilter } from './readFilter.ts'
import { sourceName } from './sourceName.ts'

interface HistoryFiltersProps {
  readonly filter: HistoryFilter
  readonly onChange: (filter: HistoryFilter) => void
}

const typingPauseMs = 300

/** Controlled: the caller keeps the filter. Typing is debounced by 300 ms. */
export function HistoryFilters({ filter, onChange }: HistoryFiltersProps) {
  const known: readonly string[] = executionSources
  const sources = filter.source === null || known.includes(filter.source) ? known : [...known, filter.source]
  const [clears, setClears] = useState(0)
  const clear = () => {
    setClears(clears + 1)
    onChange(noFilter)
  }
  const isFiltered = filter.status !== null || filter.source !== null || filter.text !== ''
  return (
    <search aria-label="Filter the history">
      <form className="flex flex-wrap items-center gap-2" onSubmit={(event) => event.preventDefault()}>
        <NativeSelect
          aria-label="Status"
          value={filter.status ?? ''}
          onChange={({ target }) =>
            onChange({
              ...filter,
              status: executionStatuses.find((status) => status === target.value) ?? null,
            })
          }
        >
          <option value="">Any status</option>
          {executionStatuses.map((status) => (
            <option key={status} value={status}>
              {status.charAt(0).toUpperCase() + status.slice(1)}
            </option>
          ))}
        </NativeSelect>
        <NativeSelect
          aria-label="Source"
          value={filter.source ?? ''}
          onChange={({ target }) =>
            onChange({ ...filter, source: target.value === '' ? null : target.value })
          }
        >
          <option value="">Any source</option>
          {sources.map((source) => (
            <option key={source} value={source}>
              {sourceName(source)}
            </option>
          ))}
        </NativeSelect>
        <TextFilter
          // Remounting drops typed text that is not applied yet, and takes the focus from the removed button.
          key={clears}
          takesFocus={clears > 0}
          text={filter.text}
          onChange={(text) => onChange({ ...filter, text })}
        />
        {isFiltered && (
          <Button variant="ghost" onClick={clear}>
            Clear
          </Button>
        )}
      </form>
    </search>
  )
}

interface TextFilterProps {
  readonly text: string
  readonly takesFocus: boolean
  readonly onChange: (text: string) => void
}

/** Debounces typing. */
function TextFilter({ text, takesFocus, onChange }: TextFilterProps) {
  const [typed, setTyped] = useState(text)
  const [applied, setApplied] = useState(text)
  // A new `text` from outside, such as by Back or Clear, replaces what is typed.
  if (applied !== text) {
    setApplied(text)
    if (typed !== text) setTyped(text)
  }
  useEffect(() => {
    if (typed === text) return undefined
    const timer = setTimeout(() => {
      setApplied(typed)
      onChange(typed)
    }, typingPauseMs)
    return () => clearTimeout(timer)
  })
  return (
    <Input
      type="search"
      aria-label="Text in the script"
      placeholder="Text in the script"
      className="w-56 grow sm:grow-0"
      maxLength={200}
      // oxlint-disable-next-line jsx-a11y/no-autofocus -- the button that was pressed is gone
      autoFocus={takesFocus}
      value={typed}
      onChange={({ target }) => setTyped(target.value)}
    />
  )
}
