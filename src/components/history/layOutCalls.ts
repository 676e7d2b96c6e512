/** Lays out a run's tool calls on its time axis. Concurrent calls get separate lanes. */

export interface TimedCall {
  /** Milliseconds since the run began. */
  readonly offsetMs: number
  readonly durationMs: number
}

/** A call with the lane it is drawn in, counted from 0. */
export interface PlacedCall<Call extends TimedCall> {
  readonly call: Call
  readonly lane: number
}

/**
 * Greedy interval scheduling: each call takes the first lane that is free at its start.
 * @returns The calls by start time. The number of lanes is the highest concurrency.
 */
export function layOutCalls<Call extends TimedCall>(calls: readonly Call[]): PlacedCall<Call>[] {
  const laneEnds: number[] = []
  return [...calls]
    .sort((first, second) => first.offsetMs - second.offsetMs)
    .map((call) => {
      const free = laneEnds.findIndex((end) => end <= call.offsetMs)
      const lane = free === -1 ? laneEnds.length : free
      laneEnds[lane] = call.offsetMs + call.durationMs
      return { call, lane }
    })
}
