/** Says in one sentence whether the log is with the backend. */
import type { useOutbox } from '../../hooks/useOutbox.ts'
import { formatNumber } from '../../../lib/formatNumber.ts'

type OutboxState = Pick<ReturnType<typeof useOutbox>, 'pending' | 'problem' | 'undelivered'>

export function saveSentence({ pending, problem, undelivered }: OutboxState): string {
  if (pending === 0) {
    return problem === 'storage'
      ? 'All runs are saved. This browser keeps nothing by itself, so leave the tab open while a script runs.'
      : 'All runs are saved.'
  }
  if (problem === null) return 'Saving…'
  const count = Math.max(1, undelivered.length)
  const runs = count === 1 ? '1 run' : `${formatNumber(count)} runs`
  const [subject, they] = count === 1 ? ['It', 'it'] : ['They', 'they']
  switch (problem) {
    case 'offline':
      return `${runs} not saved yet: the backend does not answer. ${subject} ${count === 1 ? 'is' : 'are'} kept in this browser.`
    case 'signed-out':
      return `${runs} not saved yet: you are signed out. Sign in, and ${they} will be saved.`
    case 'storage':
      return `${runs} not saved yet, and this browser keeps nothing by itself. Leave this tab open until ${they} ${count === 1 ? 'is' : 'are'} saved.`
  }
}
