/** Sends one provider a tiny question and reports the outcome in a sentence. */
import { useEffect, useState } from 'react'
import type { AiTestable, AiTestAnswer } from '../../../contract/ai/aiStatus.ts'
import { type AiTestState, useAiTest } from '../../hooks/useAiTest.ts'
import { formatDuration } from '../../../lib/formatDuration.ts'
import { Button } from '../ui/button.tsx'
import { formatMoney } from '../../../lib/formatMoney.ts'
import { formatNumber } from '../../../lib/formatNumber.ts'

interface AiTestProps {
  readonly id: AiTestable
  readonly label: string
}

/**
 * A test is a real call and may cost money.
 * @param props.label The provider's name, for the button and the sentences.
 */
export function AiTest({ id, label }: AiTestProps) {
  const { state, begin, cancel } = useAiTest(id)
  const isAsking = state.step === 'asking'
  const { text, colour } = tell(state, label)
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 pt-1">
      <Button
        size="small"
        aria-label={isAsking ? `Cancel the test of ${label}` : `Test ${label}`}
        onClick={isAsking ? cancel : begin}
      >
        {isAsking ? 'Cancel' : 'Test'}
      </Button>
      <div className="min-w-0 flex-1 basis-48 wrap-anywhere">
        <output className={colour}>{text}</output>
        {isAsking && <Seconds />}
      </div>
    </div>
  )
}

/** Hidden from screen readers, which would announce every second. */
function Seconds() {
  const [seconds, setSeconds] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => setSeconds((before) => before + 1), 1000)
    return () => clearInterval(timer)
  }, [])
  return <span aria-hidden className="text-muted-foreground tabular-nums">{` ${seconds} s`}</span>
}

function tell(state: AiTestState, label: string): { readonly text: string; readonly colour: string } {
  switch (state.step) {
    case 'idle':
      return { text: '', colour: '' }
    case 'asking':
      return { text: `Asking ${label}…`, colour: 'text-muted-foreground' }
    case 'cancelled':
      return { text: 'Cancelled.', colour: 'text-muted-foreground' }
    case 'refused':
      return { text: state.message, colour: 'text-failed' }
    case 'answered':
      return state.answer.ok
        ? { text: describeAnswer(state.answer), colour: 'text-succeeded' }
        : { text: state.answer.reason ?? `${label} failed.`, colour: 'text-failed' }
  }
}

function describeAnswer({ model, duration_ms, usage }: AiTestAnswer): string {
  const { input_tokens: input = null, output_tokens: output = null } = usage ?? {}
  const { cost = null, currency = null } = usage ?? {}
  const tokens = (input ?? 0) + (output ?? 0)
  const took = tokens === 0 ? '' : ` It took ${formatNumber(tokens)} tokens`
  const price = cost === null || currency === null ? '' : `, ${formatMoney(cost, currency)}`
  return `${model} answered in ${formatDuration(duration_ms)}.${took === '' ? '' : `${took}${price}.`}`
}
