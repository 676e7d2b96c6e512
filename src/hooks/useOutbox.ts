/** The part of this browser's log that is not delivered to the backend yet. */
import { useSyncExternalStore } from 'react'
import type { Outbox, OutboxState } from '../data/log/createOutbox.ts'
import { useAppServices } from './useAppServices.ts'

/** The outbox's state, with `deliver` to retry now and `dismissRejected` to drop rejected entries. */
export function useOutbox(): OutboxState & Pick<Outbox, 'deliver' | 'dismissRejected'> {
  const { outbox } = useAppServices()
  const state = useSyncExternalStore(outbox.subscribe, outbox.getState)
  return { ...state, deliver: outbox.deliver, dismissRejected: outbox.dismissRejected }
}
