/** The progress that the script reports. */
import type { ReactNode } from 'react'

interface ProgressBarProps {
  /** 0 to 1. */
  readonly share: number
  readonly text: string
}

export function ProgressBar({ share, text }: ProgressBarProps): ReactNode {
  return (
    <div className="flex shrink-0 items-center gap-3 border-b px-3 py-2 text-xs">
      <progress
        aria-label={text === '' ? 'Progress of the script' : text}
        className="h-2 w-40 shrink-0 accent-primary"
        max={1}
        value={share}
      />
      <span className="shrink-0 tabular-nums">{Math.round(share * 100)} %</span>
      <span className="truncate text-muted-foreground">{text}</span>
    </div>
  )
}
