/** An image that user code made, as an element that runs nothing and loads nothing; a sentence where it is none. */
import { useState } from 'react'
import { Button } from '../ui/button.tsx'

interface ImageViewProps {
  /** A data URL. */
  readonly url: string
  /** Such as "PNG"; and what it is, for its accessible name: "result". */
  readonly name: string
  readonly what: string
  /** Shows the value as text. */
  readonly onText: () => void
}

export function ImageView({ url, name, what, onText }: ImageViewProps) {
  const [brokenUrl, setBrokenUrl] = useState<string | null>(null)
  if (brokenUrl === url) {
    return (
      <div className="flex flex-wrap items-center gap-2">
        <p>This browser cannot draw this {name}: it is damaged, or not what it says.</p>
        <Button size="small" onClick={onText}>
          Show it as text
        </Button>
      </div>
    )
  }
  return (
    <img
      src={url}
      alt={`${name} ${what}`}
      // Drawings are made for paper.
      className="h-auto max-w-full rounded-sm bg-white"
      onError={() => setBrokenUrl(url)}
    />
  )
}
