/** Places a run's tool calls on its time axis: parallel ones stand in rows of their own. */

export interface TimedCall {
  /** Milliseconds since the run began. */
  readonly offsetMs: number
  readonly durationMs: number
}

export interface PlacedCall<Call extends TimedCall> {
  readonly call: Call
  /** From 0. */
  readonly lane: number
}

/** Every call gets the first lane that is free at its start, so as many lanes as calls ran at once. */
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
