/** The footer of an answer: which model gave it, failed attempts, tokens, cost and time. */
import { ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { aiTiers } from '../../../../contract/ai/aiTiers.ts'
import type { ChatMessage } from '../../../../contract/chat/chat.ts'
import { cn } from '../../ui/cn.ts'
import { formatMoney } from '../../../../lib/formatMoney.ts'
import { formatWhen } from '../../../../lib/formatWhen.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { formatNumber } from '../../../../lib/formatNumber.ts'
import { formatTime } from '../../../../lib/formatTime.ts'
import { ReadAloudButton } from './ReadAloudButton.tsx'
import { sumUpAnswers } from './sumUpAnswers.ts'

/** Sums over all steps of the answer. */
export function AnswerFooter({ message }: { readonly message: ChatMessage }) {
  const [isOpen, setIsOpen] = useState(false)
  const { answerers, tokens, costs } = sumUpAnswers(message.metadata.steps)
  const failed = message.parts.flatMap((part) =>
    part.type === 'data-attempt' && !part.data.ok ? [part.data] : [],
  )
  const text = message.parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n\n')
  const facts = [
    ...answerers,
    ...(tokens > 0 ? [`${formatNumber(tokens)} tokens`] : []),
    ...costs.map(({ amount, currency }) => formatMoney(amount, currency)),
  ]
  return (
    <footer className="mt-1 text-xs text-muted-foreground">
      <div className="flex min-h-7 flex-wrap items-center gap-x-2">
        <span className="wrap-anywhere">{facts.join(' · ')}</span>
        {failed.length > 0 && (
          <button
            type="button"
            aria-expanded={isOpen}
            className="inline-flex items-center gap-1 rounded hover:text-foreground"
            onClick={() => setIsOpen(!isOpen)}
          >
            <ChevronRight aria-hidden className={cn('size-3', isOpen && 'rotate-90')} />
            {failed.length === 1 ? '1 attempt failed' : `${failed.length} attempts failed`}
          </button>
        )}
        <time className="ml-auto" dateTime={message.created_at} title={formatTime(message.created_at)}>
          {formatWhen(message.created_at)}
        </time>
        {text !== '' && (
          <span className="flex">
            <ReadAloudButton messageId={message.id} text={text} />
            <CopyButton what="answer" text={() => text} />
          </span>
        )}
      </div>
      {isOpen && (
        <ul aria-label="Attempts that failed" className="space-y-0.5 border-l-2 pl-2">
          {failed.map(({ provider, model, reason, failure }, index) => (
            // Attempts are only appended, so the index is a stable key.
            <li key={index} className="wrap-anywhere">
              {`${aiTiers[provider].label} (${model}) ${reason ?? failure ?? 'failed'}`}
            </li>
          ))}
        </ul>
      )}
    </footer>
  )
}
