/** One line of the table: what the app does, what it is compared with, and the bar it must keep below. */
export interface Figure {
  readonly what: string
  readonly app: number
  /** null where the bar is absolute. */
  readonly reference: number | null
  readonly unit: 'ms' | 'bytes'
  /** What the bar is about. */
  readonly compared: number
  readonly comparison: '× stock' | 'ms' | 'ms more' | 'ms each' | '× nowhere' | 'bytes'
  readonly bar: number
}

export const isMet = ({ compared, bar }: Figure): boolean => compared <= bar
