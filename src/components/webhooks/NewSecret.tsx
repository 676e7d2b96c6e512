/** The signing secret of a new webhook. It is shown once. */
import { Button } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'

interface NewSecretProps {
  readonly secret: string
  readonly onDone: () => void
}

/** The secret cannot be read again after `onDone`. */
export function NewSecret({ secret, onDone }: NewSecretProps) {
  return (
    <output className="block space-y-2 rounded-md border border-waiting/50 bg-surface p-3">
      <p>
        Webhook added. Copy its signing secret now; it is not shown again. Your endpoint needs it to verify
        that an event is yours.
      </p>
      <div className="flex items-center gap-2">
        <code data-secret className="min-w-0 flex-1 rounded-sm bg-muted px-2 py-1 wrap-anywhere">
          {secret}
        </code>
        <CopyButton what="the secret" text={() => secret} />
        <Button size="small" onClick={onDone}>
          Done
        </Button>
      </div>
    </output>
  )
}
