/** Has this conversation answered by the browser's own model, where it has one. */
import { useBuiltInModel } from '../../../hooks/useBuiltInModel.ts'

interface BuiltInSwitchProps {
  readonly isOn: boolean
  readonly disabled: boolean
  readonly onSwitch: (isOn: boolean) => void
}

export function BuiltInSwitch({ isOn, disabled, onSwitch }: BuiltInSwitchProps) {
  const { availability, progress, problem, prepare } = useBuiltInModel()
  // Whoever turned it on elsewhere must be able to turn it off here.
  if (!isOn && (availability === null || availability === 'unavailable')) return null
  return (
    <div className="space-y-1">
      <label className="flex items-center gap-2">
        <input
          type="checkbox"
          checked={isOn}
          disabled={disabled}
          onChange={({ target }) => {
            onSwitch(target.checked)
            if (target.checked) void prepare()
          }}
        />
        Use the browser’s own model
      </label>
      <p className="text-xs text-muted-foreground">
        It runs on this device, and no AI provider is sent the conversation. It is small: good for short
        questions.
        {availability === 'downloadable' && ' The browser downloads it first, some gigabytes.'}
      </p>
      <output className="block text-xs text-waiting empty:hidden">
        {progress !== null && `Downloading the model: ${Math.floor(progress * 100)} %`}
        {availability === 'unavailable' && 'This browser has no model of its own.'}
      </output>
      {problem !== null && (
        <p role="alert" className="text-xs text-failed">
          {problem}
        </p>
      )}
    </div>
  )
}
