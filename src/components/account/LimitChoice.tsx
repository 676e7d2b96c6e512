/** The limits of a run: time, memory and tool calls. A change applies to the next run. */
import { useId, useState } from 'react'
import { limits, type MemoryMegabytes } from '../../../contract/run/workerProtocol.ts'
import { usePreferences } from '../../hooks/usePreferences.ts'
import { formatNumber } from '../../../lib/formatNumber.ts'
import { Input } from '../ui/input.tsx'
import { Label } from '../ui/label.tsx'
import { NativeSelect } from '../ui/native-select.tsx'

const numbers = [
  {
    key: 'runSeconds',
    label: 'Time limit per run (seconds)',
    note: 'Includes waiting for tools. Excludes loading Python and packages, and waiting for your answers.',
  },
  { key: 'toolCalls', label: 'Tool calls per run', note: 'Further calls are refused.' },
  { key: 'toolCallsAtOnce', label: 'Concurrent tool calls', note: 'Further calls wait for a free slot.' },
] as const

/** Saves each valid value to the preferences at once. */
export function LimitChoice() {
  const { preferences, update } = usePreferences()
  const memoryId = useId()

  return (
    <div className="grid gap-4 sm:grid-cols-2">
      {numbers.map(({ key, label, note }) => (
        <NumberField
          key={key}
          label={label}
          note={note}
          range={limits[key]}
          value={preferences[key]}
          onChange={(value) => update({ [key]: value })}
        />
      ))}
      <div className="space-y-1.5">
        <Label htmlFor={memoryId}>Memory limit per run</Label>
        <NativeSelect
          id={memoryId}
          className="w-full"
          value={String(preferences.memoryMegabytes)}
          onChange={({ target }) => {
            const chosen = limits.memoryMegabytes.choices.find((choice) => String(choice) === target.value)
            update({ memoryMegabytes: chosen ?? (limits.memoryMegabytes.default satisfies MemoryMegabytes) })
          }}
        >
          {limits.memoryMegabytes.choices.map((megabytes) => (
            <option key={megabytes} value={megabytes}>
              {formatNumber(megabytes)} MB
            </option>
          ))}
        </NativeSelect>
        <p className="text-muted-foreground">
          In addition to what Python itself needs. Includes files that the script writes.
        </p>
      </div>
    </div>
  )
}

interface NumberFieldProps {
  readonly label: string
  readonly note: string
  readonly range: { readonly least: number; readonly most: number }
  readonly value: number
  /** Called only for numbers in the range. */
  readonly onChange: (value: number) => void
}

function NumberField({ label, note, range: { least, most }, value, onChange }: NumberFieldProps) {
  const [typed, setTyped] = useState(String(value))
  const id = useId()
  const isFine = (text: string) => /^\d+$/.test(text.trim()) && Number(text) >= least && Number(text) <= most
  const isValid = isFine(typed)

  return (
    <div className="space-y-1.5">
      <Label htmlFor={id}>{label}</Label>
      <Input
        id={id}
        className="w-full"
        type="number"
        inputMode="numeric"
        min={least}
        max={most}
        value={typed}
        aria-invalid={!isValid}
        aria-describedby={`${id}-note`}
        onChange={({ target }) => {
          setTyped(target.value)
          if (isFine(target.value)) onChange(Number(target.value))
        }}
      />
      <p id={`${id}-note`} className={isValid ? 'text-muted-foreground' : 'text-failed'}>
        A whole number from {least} to {formatNumber(most)}. {note}
        {!isValid && ` Until then the limit is ${formatNumber(value)}.`}
      </p>
    </div>
  )
}
