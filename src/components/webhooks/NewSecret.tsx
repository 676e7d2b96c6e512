/** The secret of a new subscription, to be copied now: it is not shown again. */
import { Button } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'

interface NewSecretProps {
  readonly secret: string
  readonly onDone: () => void
}

export function NewSecret({ secret, onDone }: NewSecretProps) {
  return (
    <output className="block space-y-2 rounded-md border border-waiting/50 bg-surface p-3">
      <p>
        The address is added. Copy its secret now: it is shown this once. With it the subscriber checks that
        an event is yours.
      </p>
      <div className="flex items-center gap-2">
        <code data-secret className="min-w-0 flex-1 rounded-sm bg-muted px-2 py-1 wrap-anywhere">
          {secret}
        </code>
        <CopyButton what="the secret" text={() => secret} />
        <Button size="small" onClick={onDone}>
          I have it
        </Button>
      </div>
    </output>
  )
}
