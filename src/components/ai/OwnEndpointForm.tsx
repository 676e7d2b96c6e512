/** The form for the user's own AI endpoint. */
import { type FormEvent, useId, useState } from 'react'
import type { AiEndpoint, AiEndpointDraft } from '../../../contract/ai/aiEndpoint.ts'
import { Button } from '../ui/button.tsx'
import { Input } from '../ui/input.tsx'
import { Label } from '../ui/label.tsx'
import { complaintAbout } from './complaintAbout.ts'
import { ModelField } from './ModelField.tsx'

interface OwnEndpointFormProps {
  /** null if the user has none. */
  readonly endpoint: AiEndpoint | null
  /** The models that the stored endpoint reports. */
  readonly models: readonly string[]
  /** Must reject with an error whose message can be shown to the user. */
  readonly onSave: (draft: AiEndpointDraft) => Promise<void>
}

/** Validates before it saves. A stored key is never shown; it is kept unless it is replaced or removed. */
export function OwnEndpointForm({ endpoint, models, onSave }: OwnEndpointFormProps) {
  const [address, setAddress] = useState(endpoint?.base_url ?? '')
  const [key, setKey] = useState('')
  const [dropsKey, setDropsKey] = useState(false)
  const [model, setModel] = useState(endpoint?.model ?? '')
  const [context, setContext] = useState(String(endpoint?.context_tokens ?? ''))
  const [asksFirst, setAsksFirst] = useState(endpoint?.asks_first ?? true)
  const [fault, setFault] = useState<string | null>(null)
  const [step, setStep] = useState<'editing' | 'saving' | 'saved'>('editing')
  const id = useId()
  const hasKey = endpoint?.has_key === true
  const keyStays = hasKey && !dropsKey && key === ''

  async function save(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault()
    if (step === 'saving') return
    const typed = { address: address.trim(), model: model.trim(), key: key.trim(), context: context.trim() }
    const complaint = complaintAbout(typed)
    setFault(complaint)
    if (complaint !== null) return
    setStep('saving')
    try {
      await onSave({
        base_url: typed.address,
        model: typed.model,
        key: typed.key === '' ? null : typed.key,
        keepsKey: keyStays,
        context_tokens: typed.context === '' ? null : Number(typed.context),
        asks_first: asksFirst,
      })
      setKey('')
      setDropsKey(false)
      setStep('saved')
    } catch (error) {
      setFault(error instanceof Error ? error.message : String(error))
      setStep('editing')
    }
  }

  return (
    <form
      aria-label="Your own endpoint"
      className="space-y-3"
      noValidate
      onSubmit={(event) => void save(event)}
      onChange={() => setStep('editing')}
    >
      <div className="space-y-1.5">
        <Label htmlFor={`${id}-address`}>Base URL</Label>
        <Input
          id={`${id}-address`}
          className="w-full"
          type="url"
          placeholder="http://127.0.0.1:11434/v1"
          value={address}
          onChange={({ target }) => setAddress(target.value)}
          aria-describedby={`${id}-fault`}
          aria-invalid={fault !== null}
        />
      </div>
      <div className="space-y-1.5">
        <Label htmlFor={`${id}-key`}>API key (optional)</Label>
        <Input
          id={`${id}-key`}
          className="w-full"
          type="password"
          autoComplete="off"
          placeholder={hasKey && !dropsKey ? 'A key is stored. Leave empty to keep it.' : ''}
          value={key}
          onChange={({ target }) => setKey(target.value)}
        />
        {hasKey && (
          <Choice checked={dropsKey} onChange={setDropsKey}>
            Remove the stored key
          </Choice>
        )}
        {keyStays && hostOf(address) !== hostOf(endpoint.base_url) && (
          <p className="text-waiting">The stored key belongs to another host. Enter a key for this one.</p>
        )}
      </div>
      <div className="grid gap-3 sm:grid-cols-2">
        <ModelField value={model} models={models} onChange={setModel} />
        <div className="space-y-1.5">
          <Label htmlFor={`${id}-context`}>Context in tokens (optional)</Label>
          <Input
            id={`${id}-context`}
            className="w-full"
            inputMode="numeric"
            placeholder="8192"
            value={context}
            onChange={({ target }) => setContext(target.value)}
          />
        </div>
      </div>
      <Choice checked={asksFirst} onChange={setAsksFirst}>
        Try it first
      </Choice>
      <div id={`${id}-fault`} role="alert" className="text-failed empty:hidden">
        {fault}
      </div>
      <div className="flex items-center gap-3">
        <Button type="submit" aria-disabled={step === 'saving'}>
          {step === 'saving' ? 'Saving…' : 'Save'}
        </Button>
        <output className="text-succeeded">{step === 'saved' && 'Saved.'}</output>
      </div>
    </form>
  )
}

interface ChoiceProps {
  readonly checked: boolean
  readonly onChange: (checked: boolean) => void
  readonly children: string
}

const Choice = ({ checked, onChange, children }: ChoiceProps) => (
  <label className="flex items-center gap-2">
    <input type="checkbox" checked={checked} onChange={({ target }) => onChange(target.checked)} />
    {children}
  </label>
)

const hostOf = (address: string): string | null => (URL.canParse(address) ? new URL(address).origin : null)
