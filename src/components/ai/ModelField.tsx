/**
 * The model of the user's own endpoint: a list if the endpoint has reported its models, otherwise a text
 * field.
 */
import { useId } from 'react'
import { Input } from '../ui/input.tsx'
import { Label } from '../ui/label.tsx'
import { NativeSelect } from '../ui/native-select.tsx'

interface ModelFieldProps {
  readonly value: string
  readonly models: readonly string[]
  readonly onChange: (model: string) => void
}

export function ModelField({ value, models, onChange }: ModelFieldProps) {
  const id = useId()
  const isMissing = value !== '' && !models.includes(value)
  return (
    <div className="space-y-1.5">
      <Label htmlFor={id}>Model</Label>
      {models.length === 0 ? (
        <Input
          id={id}
          className="w-full"
          placeholder="qwen3"
          value={value}
          onChange={({ target }) => onChange(target.value)}
        />
      ) : (
        <NativeSelect
          id={id}
          className="w-full"
          value={value}
          onChange={({ target }) => onChange(target.value)}
        >
          <option value="">Choose a model</option>
          {isMissing && <option value={value}>{value} (not available)</option>}
          {models.map((model) => (
            <option key={model} value={model}>
              {model}
            </option>
          ))}
        </NativeSelect>
      )}
    </div>
  )
}
