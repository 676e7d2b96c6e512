/** The payload of a request to a journey's function, or an empty object. */
export async function readPayload(request: Request): Promise<Record<string, unknown>> {
  try {
    const payload: unknown = await request.json()
    return typeof payload === 'object' && payload !== null ? { ...payload } : {}
  } catch {
    return {}
  }
}

/** The payload's `ms`, or `otherwise`. */
export const millisecondsOf = ({ ms }: Record<string, unknown>, otherwise: number): number =>
  typeof ms === 'number' ? ms : otherwise
