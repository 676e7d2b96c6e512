/** What a script may use: its time and its memory, from the next run on. */
import { useId, useState } from 'react'
import { limits, type MemoryMegabytes } from '../../../contract/workerProtocol.ts'
import { usePreferences } from '../../hooks/usePreferences.ts'
import { Input } from '../ui/input.tsx'
import { Label } from '../ui/label.tsx'
import { NativeSelect } from '../ui/native-select.tsx'

const { least, most } = limits.runSeconds

export function LimitChoice() {
  const { preferences, update } = usePreferences()
  const [typed, setTyped] = useState(String(preferences.runSeconds))
  const secondsId = useId()
  const memoryId = useId()
  const seconds = Number(typed)
  const isFine = Number.isInteger(seconds) && seconds >= least && seconds <= most

  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <div className="space-y-1.5">
        <Label htmlFor={secondsId}>Time of one run, in seconds</Label>
        <Input
          id={secondsId}
          className="w-full"
          type="number"
          inputMode="numeric"
          min={least}
          max={most}
          value={typed}
          aria-invalid={!isFine}
          aria-describedby={`${secondsId}-note`}
          onChange={({ target }) => {
            setTyped(target.value)
            const next = Number(target.value)
            if (Number.isInteger(next) && next >= least && next <= most) update({ runSeconds: next })
          }}
        />
        <p id={`${secondsId}-note`} className={isFine ? 'text-muted-foreground' : 'text-failed'}>
          A whole number from {least} to {most}. Waiting for tools counts, loading Python does not.
          {!isFine && ` ${preferences.runSeconds} s holds until then.`}
        </p>
      </div>
      <div className="space-y-1.5">
        <Label htmlFor={memoryId}>Memory of one run</Label>
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
              {megabytes.toLocaleString()} MB
            </option>
          ))}
        </NativeSelect>
        <p className="text-muted-foreground">
          Beyond what Python itself needs. The script’s files count too.
        </p>
      </div>
    </div>
  )
}
