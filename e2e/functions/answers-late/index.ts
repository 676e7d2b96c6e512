/** A function that answers after the payload's `ms`, by default later than any caller waits. */
import { setTimeout as sleep } from 'node:timers/promises'
import { millisecondsOf, readPayload } from '../_shared/readPayload.ts'

export default {
  fetch: async (request: Request): Promise<Response> => {
    await sleep(millisecondsOf(await readPayload(request), 120_000))
    return Response.json({ late: true })
  },
}
