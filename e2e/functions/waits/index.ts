/** A function that takes the payload's `ms`, by default 500, and then says so. */
import { setTimeout as sleep } from 'node:timers/promises'
import { millisecondsOf, readPayload } from '../_shared/readPayload.ts'

export default {
  fetch: async (request: Request): Promise<Response> => {
    const ms = millisecondsOf(await readPayload(request), 500)
    await sleep(ms)
    return Response.json({ waited: ms })
  },
}
