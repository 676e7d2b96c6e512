/** What the backend does not have yet of this browser's log. */
import { useSyncExternalStore } from 'react'
import type { Outbox, OutboxState } from '../data/log/createOutbox.ts'
import { useAppServices } from './useAppServices.ts'

export function useOutbox(): OutboxState & Pick<Outbox, 'deliver' | 'dismissRejected'> {
  const { outbox } = useAppServices()
  const state = useSyncExternalStore(outbox.subscribe, outbox.getState)
  return { ...state, deliver: outbox.deliver, dismissRejected: outbox.dismissRejected }
}
