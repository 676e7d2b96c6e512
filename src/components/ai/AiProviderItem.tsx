/** One AI provider: its setup, its model and price, how it did last, and a button that asks it. */
import type { AiTierStatus } from '../../../contract/aiStatus.ts'
import type { AiUseSummary } from '../../hooks/useAiStatus.ts'
import { formatDuration } from '../../lib/formatDuration.ts'
import { formatWhen } from '../../lib/formatWhen.ts'
import { AiProviderUse } from './AiProviderUse.tsx'
import { AiTest } from './AiTest.tsx'
import { formatMoney } from './formatMoney.ts'

interface AiProviderItemProps {
  readonly tier: AiTierStatus
  /** undefined where it is not known. */
  readonly use: AiUseSummary | undefined
}

export function AiProviderItem({ tier, use }: AiProviderItemProps) {
  const { id, label, setup, model, problem, missing, rest } = tier
  const { word, colour } = stateOf(tier)
  const used = use?.uses[id]
  return (
    <li aria-label={label} className="space-y-1 px-3 py-2.5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h3 className="font-medium">{label}</h3>
        <span className={colour}>{word}</span>
      </div>
      {setup === 'ready' && (
        <p className="wrap-anywhere text-muted-foreground">
          <code>{model}</code>
          {`. ${describeModel(tier)}`}
        </p>
      )}
      {setup === 'lacking' && (
        <p className="wrap-anywhere text-muted-foreground">
          {missing.map((name, index) => (
            <span key={name}>
              {index > 0 && ' and '}
              <code>{name}</code>
            </span>
          ))}
          {missing.length === 1 ? ' is not set.' : ' are not set.'}
        </p>
      )}
      {problem !== null && <p className="wrap-anywhere text-failed">{problem}</p>}
      {rest !== null && (
        <p className="wrap-anywhere">
          {`Asked again in ${formatDuration(rest.ms)}, since it ${rest.because}. A test that it passes ends the pause.`}
        </p>
      )}
      <LastAttempt last={tier.last} />
      {used !== undefined && use !== undefined && <AiProviderUse use={used} days={use.days} />}
      {setup === 'ready' && <AiTest id={id} label={label} />}
    </li>
  )
}

function LastAttempt({ last }: Pick<AiTierStatus, 'last'>) {
  if (last === null) return null
  const took = formatDuration(last.duration_ms)
  return (
    <p className="wrap-anywhere text-muted-foreground">
      {'Last asked '}
      <time dateTime={last.at} title={last.at}>
        {formatWhen(last.at)}
      </time>
      {last.reason === null ? `: answered in ${took}.` : `: after ${took} it ${last.reason}.`}
    </p>
  )
}

function stateOf({ setup, place, rest }: AiTierStatus): { readonly word: string; readonly colour: string } {
  if (setup === 'wrong') return { word: 'Set up wrongly', colour: 'text-failed' }
  if (setup === 'lacking') return { word: 'Not set up', colour: 'text-muted-foreground' }
  if (rest !== null) return { word: 'Pausing', colour: 'text-waiting' }
  if (place === null) return { word: 'Left out by AI_TIERS', colour: 'text-muted-foreground' }
  return { word: 'Ready', colour: 'text-succeeded' }
}

function describeModel({ contextTokens, price }: AiTierStatus): string {
  if (price === null) return 'Its context and price are not known.'
  const context = contextTokens === null ? '' : `Reads up to ${contextTokens.toLocaleString('en')} tokens. `
  const { input, output, currency, asOf } = price
  const source = asOf === null ? 'list price, undated' : `list price of ${asOf}`
  return `${context}A million tokens cost ${formatMoney(input, currency)} in and ${formatMoney(output, currency)} out (${source}).`
}
