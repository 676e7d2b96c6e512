/** Places a run's tool calls on its time axis: parallel ones stand in rows of their own. */

export interface TimedCall {
  /** Milliseconds since the run began. */
  readonly offset_ms: number
  readonly duration_ms: number
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
    .sort((first, second) => first.offset_ms - second.offset_ms)
    .map((call) => {
      const free = laneEnds.findIndex((end) => end <= call.offset_ms)
      const lane = free === -1 ? laneEnds.length : free
      laneEnds[lane] = call.offset_ms + call.duration_ms
      return { call, lane }
    })
}
