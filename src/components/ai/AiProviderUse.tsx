/** The user's own calls of one provider: the last answer, and totals from the log. */
import { Link } from 'react-router'
import type { AiUseSummary } from '../../hooks/useAiStatus.ts'
import { formatDuration } from '../../../lib/formatDuration.ts'
import { formatWhen } from '../../../lib/formatWhen.ts'
import { AiFact } from './AiFact.tsx'
import { formatMoney } from '../../../lib/formatMoney.ts'
import { formatNumber } from '../../../lib/formatNumber.ts'

type AiUse = NonNullable<AiUseSummary['uses']['openai']>

interface AiProviderUseProps {
  readonly use: AiUse
  readonly days: number
}

/** Renders two `AiFact` rows. */
export function AiProviderUse({ use, days }: AiProviderUseProps) {
  const { last } = use
  const details = [
    formatDuration(last.durationMs),
    ...(last.tokens === null ? [] : [counted(last.tokens, 'token')]),
    ...(last.cost === null ? [] : [formatMoney(last.cost.amount, last.cost.currency)]),
  ]
  return (
    <>
      <AiFact name="Your usage">
        <Link
          className="text-primary underline underline-offset-4"
          to={`/history/${encodeURIComponent(last.executionId)}`}
        >
          Last answer
        </Link>{' '}
        <time dateTime={last.at} title={last.at}>
          {formatWhen(last.at)}
        </time>
        {`: ${details.join(', ')}`}
      </AiFact>
      <AiFact name={`${days} days`}>{sumOf(use)}</AiFact>
    </>
  )
}

const counted = (count: number, what: string): string =>
  `${formatNumber(count)} ${what}${count === 1 ? '' : 's'}`

function sumOf({ calls, tokens, costs, unpriced }: AiUse): string {
  const money = costs.map(({ amount, currency }) => formatMoney(amount, currency)).join(' and ')
  const unknown = unpriced === 0 ? [] : [`${counted(unpriced, 'call')} at an unknown price`]
  const parts = [
    counted(calls, 'call'),
    counted(tokens, 'token'),
    ...(money === '' ? [] : [money]),
    ...unknown,
  ]
  return parts.join(', ')
}
