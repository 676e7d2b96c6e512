/** The port through which a run is recorded. */
import type { RunEvent } from '../../contract/run/runEvents.ts'
import type { RunState } from './runState.ts'

/** Hears every event of a run, in order, with the state after it. Must neither throw nor wait. */
export interface RunRecorder {
  hear(event: RunEvent, run: RunState): void
}
