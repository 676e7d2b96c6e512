/** The switch that lets the model think in Python, for this conversation. */
import { Button } from '../../ui/button.tsx'

interface PythonFirstSwitchProps {
  readonly isOn: boolean
  readonly disabled: boolean
  readonly onSwitch: (isOn: boolean) => void
}

/** A change applies from the next message on. */
export function PythonFirstSwitch({ isOn, disabled, onSwitch }: PythonFirstSwitchProps) {
  return (
    <Button
      variant="ghost"
      size="small"
      role="switch"
      aria-checked={isOn}
      disabled={disabled}
      title={
        isOn
          ? 'The assistant writes and runs Python, with your tools.'
          : 'The assistant answers with text only.'
      }
      className="h-8 disabled:opacity-100"
      onClick={() => onSwitch(!isOn)}
    >
      <span
        aria-hidden
        className={`flex h-4 w-7 items-center rounded-full border p-0.5 ${isOn ? 'justify-end border-primary bg-primary' : 'border-input'}`}
      >
        <span className={`size-2.5 rounded-full ${isOn ? 'bg-primary-foreground' : 'bg-input'}`} />
      </span>
      Python first
    </Button>
  )
}
