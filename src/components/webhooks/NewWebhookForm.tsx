/** The form that adds a webhook. */
import { useId, useState, type FormEvent } from 'react'
import { webhookEventType } from '../../../contract/webhooks.ts'
import { Button } from '../ui/button.tsx'
import { Input } from '../ui/input.tsx'
import { Label } from '../ui/label.tsx'

interface NewWebhookFormProps {
  /** Must reject with an error whose message can be shown to the user. `types` is empty for all events. */
  readonly onAdd: (address: string, types: readonly string[]) => Promise<void>
}

/** Validates before it calls `onAdd`, and empties itself on success. */
export function NewWebhookForm({ onAdd }: NewWebhookFormProps) {
  const [address, setAddress] = useState('')
  const [typed, setTyped] = useState('')
  const [fault, setFault] = useState<string | null>(null)
  const [isBusy, setIsBusy] = useState(false)
  const id = useId()

  async function add(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault()
    if (isBusy) return
    const types = typed.split(/[\s,]+/).filter(Boolean)
    const complaint = complaintAbout(address.trim(), types)
    setFault(complaint)
    if (complaint !== null) return
    setIsBusy(true)
    try {
      await onAdd(address.trim(), types)
      setAddress('')
      setTyped('')
    } catch (error) {
      setFault(error instanceof Error ? error.message : String(error))
    } finally {
      setIsBusy(false)
    }
  }

  return (
    <form className="space-y-3" noValidate onSubmit={(event) => void add(event)}>
      <div className="space-y-1.5">
        <Label htmlFor={`${id}-address`}>Endpoint URL</Label>
        <Input
          id={`${id}-address`}
          className="w-full"
          type="url"
          placeholder="https://example.com/hooks"
          value={address}
          onChange={({ target }) => setAddress(target.value)}
          aria-describedby={`${id}-fault`}
          aria-invalid={fault !== null}
        />
      </div>
      <div className="space-y-1.5">
        <Label htmlFor={`${id}-types`}>Events (comma-separated; empty for all)</Label>
        <Input
          id={`${id}-types`}
          className="w-full"
          placeholder="mining.paid, mining.stalled"
          value={typed}
          onChange={({ target }) => setTyped(target.value)}
        />
      </div>
      <div id={`${id}-fault`} role="alert" className="text-failed empty:hidden">
        {fault}
      </div>
      <Button type="submit" aria-disabled={isBusy}>
        {isBusy ? 'Adding…' : 'Add webhook'}
      </Button>
    </form>
  )
}

function complaintAbout(address: string, types: readonly string[]): string | null {
  if (!/^https?:\/\/[^\s/]+/i.test(address) || !URL.canParse(address) || address.length > 2000) {
    return 'This is not a URL. Enter one that starts with https:// or http://.'
  }
  const wrong = types.find((type) => !webhookEventType.safeParse(type).success)
  if (wrong === undefined) return null
  return `“${wrong}” is not a valid event. Use letters, digits and _ . : - as in mining.paid.`
}
