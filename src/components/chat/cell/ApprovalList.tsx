/** Tool calls that wait for approval: what each sends, what it does, and the three answers. */
import { Check, Hand, X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { guardCall, type GuardedCall } from '../../../../contract/run/guardedCalls.ts'
import { hostOf } from '../../../../contract/run/hosts.ts'
import { findTool } from '../../../../contract/tools/manifest.ts'
import { readExactJson, writeExactJson } from '../../../../lib/exactJson.ts'
import { showInvisible } from '../../../../lib/showInvisible.ts'
import { Button } from '../../ui/button.tsx'
import { cn } from '../../ui/cn.ts'
import { Scroller } from '../../ui/scroller.tsx'
import { useChatContext } from '../ChatContext.ts'
import type { StepRun } from '../ChatWindowParts.ts'

type Call = StepRun['run']['toolCalls'][number]

/**
 * Renders nothing if no call is waiting.
 * @param props.calls All calls of the run; those with status `asking` are shown.
 */
export function ApprovalList({ calls }: { readonly calls: readonly Call[] }) {
  const list = useRef<HTMLUListElement>(null)
  const asking = calls.filter(({ status }) => status === 'asking')
  const wasAnswered = useRef(false)
  const cards = asking.map(({ seq }) => seq).join()
  // The answered card is removed with its buttons. Move the focus to the next card, or to the message field.
  useEffect(
    () => () => {
      if (!wasAnswered.current || document.activeElement !== document.body) return
      wasAnswered.current = false
      const next = list.current?.querySelector<HTMLElement>('button')
      const place = next ?? document.querySelector<HTMLElement>('textarea[data-message]')
      place?.focus()
    },
    [cards],
  )
  if (asking.length === 0) return null
  return (
    <ul ref={list} aria-label="Calls that need your approval" className="space-y-2 border-t p-2">
      {asking.map((call) => (
        <li key={call.seq}>
          <ApprovalCard call={call} onDecided={() => (wasAnswered.current = true)} />
        </li>
      ))}
    </ul>
  )
}

function ApprovalCard({ call, onDecided }: { readonly call: Call; readonly onDecided: () => void }) {
  const { chat } = useChatContext()
  const tool = findTool(call.tool)
  const guarded = tool && guardCall(tool, JSON.parse(call.requestJson))
  const host = guarded?.address == null ? null : hostOf(guarded.address)
  const decide = (decision: 'allow' | 'always' | 'deny') => {
    chat.decide(call.seq, decision)
    onDecided()
  }
  return (
    <section
      aria-label={`${call.tool} asks`}
      className="rounded-md border border-waiting/60 bg-waiting/5 p-3"
    >
      <div className="flex items-start gap-2">
        <Hand aria-hidden className="mt-0.5 size-4 shrink-0 text-waiting" />
        <p className="min-w-0 wrap-anywhere">
          Allow the script to call <code className="font-mono text-[13px] font-semibold">{call.tool}</code>?{' '}
          {explain(call, guarded)} It receives:
        </p>
      </div>
      {host !== null && (
        <p className="mt-2 wrap-anywhere">
          It opens a page of <Shown text={host} className="font-semibold" />, which you have not named here:{' '}
          <Shown text={new URL(guarded?.address ?? '').href} />
        </p>
      )}
      <Scroller className="my-2 h-auto max-h-60 rounded border bg-surface p-2">
        <pre className="leading-5 wrap-anywhere whitespace-pre-wrap">
          <Shown text={inLines(call.requestJson)} />
        </pre>
      </Scroller>
      <div className="flex flex-wrap gap-2">
        <Button variant="primary" size="small" onClick={() => decide('allow')}>
          <Check aria-hidden /> Allow
        </Button>
        {guarded?.runsCode !== true && (
          <Button size="small" onClick={() => decide('always')}>
            Always in this conversation
            {host !== null && (
              <>
                {' '}
                for <Shown text={host} />
              </>
            )}
          </Button>
        )}
        <Button size="small" onClick={() => decide('deny')}>
          <X aria-hidden /> Deny
        </Button>
      </div>
    </section>
  )
}

/** With line breaks; as it is, if it is nested too deep to be read. */
function inLines(json: string): string {
  const value = readExactJson(json)
  return value === undefined ? json : writeExactJson(value, '  ')
}

/** In the order in which the characters are sent, whatever they are: none is invisible, and none changes the direction. */
function Shown({ text, className }: { readonly text: string; readonly className?: string }) {
  return (
    <bdo dir="ltr" className={cn('font-mono text-[13px]', className)}>
      {showInvisible(text)}
    </bdo>
  )
}

function explain({ tool }: Call, guarded: GuardedCall | undefined): string {
  if (guarded?.runsCode === true) return 'It runs code on the server, whose own calls ask nobody.'
  const effect = findTool(tool)?.effect
  if (effect === 'spend') return 'The tool spends money or quota.'
  return effect === 'write'
    ? 'The tool writes: it stores, changes or sends something.'
    : 'The tool only reads.'
}
