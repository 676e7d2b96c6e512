/** One AI provider: configuration, model, price, last attempt, and a test button. */
import type { AiTierStatus } from '../../../contract/ai/aiStatus.ts'
import type { AiUseSummary } from '../../hooks/useAiStatus.ts'
import { formatDuration } from '../../../lib/formatDuration.ts'
import { formatWhen } from '../../../lib/formatWhen.ts'
import { AiFact } from './AiFact.tsx'
import { AiProviderUse } from './AiProviderUse.tsx'
import { AiTest } from './AiTest.tsx'
import { formatMoney } from '../../../lib/formatMoney.ts'
import { formatNumber } from '../../../lib/formatNumber.ts'

interface AiProviderItemProps {
  readonly tier: AiTierStatus
  /** The user's own calls, by the log. undefined until they are loaded. */
  readonly use: AiUseSummary | undefined
}

export function AiProviderItem({ tier, use }: AiProviderItemProps) {
  const { id, label, setup, model, contextTokens, price, problem, missing, rest, last } = tier
  const { word, colour } = stateOf(tier)
  const used = use?.uses[id]
  return (
    <li aria-label={label} className="space-y-1.5 px-3 py-2.5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h3 className="font-medium">{label}</h3>
        <span className={colour}>{word}</span>
      </div>
      {problem !== null && <p className="wrap-anywhere text-failed">{problem}</p>}
      <dl className="space-y-0.5">
        {setup === 'lacking' && (
          <AiFact name="Missing">
            {missing.map((name, index) => (
              <span key={name}>
                {index > 0 && ' and '}
                <code>{name}</code>
              </span>
            ))}
          </AiFact>
        )}
        {setup === 'ready' && (
          <>
            <AiFact name="Model">
              <code>{model}</code>
            </AiFact>
            <AiFact name="Context">
              {contextTokens === null ? 'unknown' : `${formatNumber(contextTokens)} tokens`}
            </AiFact>
            <AiFact name="Price">{price === null ? 'unknown' : describePrice(price)}</AiFact>
          </>
        )}
        {rest !== null && (
          <AiFact name="Cool-down">
            {`Skipped for ${formatDuration(rest.ms)} more, because it ${rest.because}. A successful test ends the cool-down.`}
          </AiFact>
        )}
        {last !== null && (
          <AiFact name="Last call">
            <time dateTime={last.at} title={last.at}>
              {formatWhen(last.at)}
            </time>
            {`: ${describeLast(last)}`}
          </AiFact>
        )}
        {used !== undefined && use !== undefined && <AiProviderUse use={used} days={use.days} />}
      </dl>
      {setup === 'ready' && <AiTest id={id} label={label} />}
    </li>
  )
}

function stateOf({ setup, place, rest }: AiTierStatus): { readonly word: string; readonly colour: string } {
  if (setup === 'wrong') return { word: 'Misconfigured', colour: 'text-failed' }
  if (setup === 'lacking') return { word: 'Not configured', colour: 'text-muted-foreground' }
  if (rest !== null) return { word: 'Cooling down', colour: 'text-waiting' }
  if (place === null) return { word: 'Not in AI_TIERS', colour: 'text-muted-foreground' }
  return { word: 'Ready', colour: 'text-succeeded' }
}

function describePrice({ input, output, currency, asOf }: NonNullable<AiTierStatus['price']>): string {
  const source = asOf === null ? 'list price, undated' : `list price of ${asOf}`
  return `${formatMoney(input, currency)} in, ${formatMoney(output, currency)} out per million tokens (${source})`
}

function describeLast({ reason, duration_ms }: NonNullable<AiTierStatus['last']>): string {
  const took = formatDuration(duration_ms)
  return reason === null ? `answered in ${took}` : `after ${took} it ${reason}`
}
