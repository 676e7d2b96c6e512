/** An untrusted image in an `<img>` element, which runs and loads nothing; a sentence if it is damaged. */
import { useState } from 'react'
import { Button } from '../ui/button.tsx'

interface ImageViewProps {
  /** A data URL. */
  readonly url: string
  /** `name` and `what` form the accessible name: "PNG result". */
  readonly name: string
  readonly what: string
  /** Switches to the text form. */
  readonly onText: () => void
}

export function ImageView({ url, name, what, onText }: ImageViewProps) {
  const [brokenUrl, setBrokenUrl] = useState<string | null>(null)
  if (brokenUrl === url) {
    return (
      <div className="flex flex-wrap items-center gap-2">
        <p>This browser cannot show this {name}: it is damaged or has another format.</p>
        <Button size="small" onClick={onText}>
          Show as text
        </Button>
      </div>
    )
  }
  return (
    <img
      src={url}
      alt={`${name} ${what}`}
      // Plots assume a white background.
      className="h-auto max-w-full rounded-sm bg-white"
      onError={() => setBrokenUrl(url)}
    />
  )
}
