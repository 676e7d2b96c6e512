/** Describes in one sentence whether all runs are saved. */
import type { useOutbox } from '../../hooks/useOutbox.ts'
import { formatNumber } from '../../../lib/formatNumber.ts'

type OutboxState = Pick<ReturnType<typeof useOutbox>, 'pending' | 'problem' | 'undelivered'>

/** Says what is not saved, why, and where it is kept until then. */
export function saveSentence({ pending, problem, undelivered }: OutboxState): string {
  if (pending === 0) {
    return problem === 'storage'
      ? 'All runs are saved. Browser storage is not available, so keep this tab open while a script runs.'
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
      return `${runs} not saved yet, and browser storage is not available. Keep this tab open until ${they} ${count === 1 ? 'is' : 'are'} saved.`
  }
}
