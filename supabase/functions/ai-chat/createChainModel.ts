/** Adapts the AI chain to the AI SDK's model interface. */
import type { LanguageModelV4, LanguageModelV4CallOptions, LanguageModelV4StreamPart } from '@ai-sdk/provider'

type OpenStream = (question: LanguageModelV4CallOptions) => AsyncGenerator<LanguageModelV4StreamPart, void>

/** Supports streaming only. `doStream` resolves when a tier has content, and rejects if no tier has any. */
export const createChainModel = (open: OpenStream): LanguageModelV4 => ({
  specificationVersion: 'v4',
  provider: 'chain',
  modelId: 'chain',
  supportedUrls: {},
  doGenerate: () => Promise.reject(new Error('The chain answers as a stream.')),
  doStream: async (question) => {
    const parts = open(question)
    const first = await parts.next()
    let waiting = first.done === true ? undefined : first.value
    const stream = new ReadableStream<LanguageModelV4StreamPart>({
      async pull(controller) {
        if (waiting !== undefined) {
          controller.enqueue(waiting)
          waiting = undefined
          return
        }
        try {
          const { done, value } = await parts.next()
          if (done === true) controller.close()
          else controller.enqueue(value)
        } catch (error) {
          controller.enqueue({ type: 'error', error })
          controller.close()
        }
      },
      async cancel() {
        await parts.return()
      },
    })
    return { stream }
  },
})
