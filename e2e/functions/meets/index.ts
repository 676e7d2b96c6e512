/** A function that answers as soon as as many calls of it are under way as the payload's `of` says. */
import { readPayload } from '../_shared/readPayload.ts'

let waiting: (() => void)[] = []

export default {
  fetch: async (request: Request): Promise<Response> => {
    const payload = await readPayload(request)
    await new Promise<void>((resolve) => {
      waiting.push(resolve)
      if (waiting.length !== payload['of']) return
      for (const goOn of waiting) goOn()
      waiting = []
    })
    return Response.json(payload)
  },
}
