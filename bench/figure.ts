/** One line of the table: the app, the reference that the same rounds measured, and the bar their ratio must keep below. */
import { median } from './median.ts'

/** One round: the app and the reference, measured one right after the other, in milliseconds. */
export interface Round {
  readonly app: number
  readonly reference: number
}

export interface Figure {
  readonly what: string
  /** The reference. */
  readonly beside: string
  readonly unit: 'ms' | 'bytes'
  readonly rounds: readonly Round[]
  /** The bar of the ratio. */
  readonly bar: number
}

export interface Verdict {
  /** Medians, in the figure's unit. */
  readonly app: number
  readonly reference: number
  readonly ratio: number
  readonly isMet: boolean
}

/** The ratio is the median of the rounds' own ratios: load that comes and goes meets both sides of a round. */
export function judge({ rounds, bar }: Figure): Verdict {
  const ratio = median(rounds.map(({ app, reference }) => app / reference))
  return {
    app: median(rounds.map(({ app }) => app)),
    reference: median(rounds.map(({ reference }) => reference)),
    ratio,
    isMet: ratio <= bar,
  }
}
