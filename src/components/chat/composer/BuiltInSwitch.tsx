/** Switches a conversation to the browser's built-in model. */
import { useBuiltInModel } from '../../../hooks/useBuiltInModel.ts'

interface BuiltInSwitchProps {
  readonly isOn: boolean
  readonly disabled: boolean
  readonly onSwitch: (isOn: boolean) => void
}

/** Renders nothing if the browser has no built-in model. Turning it on starts the download. */
export function BuiltInSwitch({ isOn, disabled, onSwitch }: BuiltInSwitchProps) {
  const { availability, progress, problem, prepare } = useBuiltInModel()
  // A conversation may have it turned on from another browser, so it must be possible to turn it off here.
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
        Use the browser’s built-in model
      </label>
      <p className="text-xs text-muted-foreground">
        It runs on this device; the conversation is not sent to any AI provider. It is a small model, for
        short questions.
        {availability === 'downloadable' && ' The browser downloads it first (several GB).'}
      </p>
      <output className="block text-xs text-waiting empty:hidden">
        {progress !== null && `Downloading the model: ${Math.floor(progress * 100)} %`}
        {availability === 'unavailable' && 'This browser has no built-in model.'}
      </output>
      {problem !== null && (
        <p role="alert" className="text-xs text-failed">
          {problem}
        </p>
      )}
    </div>
  )
}
