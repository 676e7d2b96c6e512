/** One test call to an AI provider, started and cancelled by the user. */
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { AiTestable, AiTestAnswer } from '../../contract/ai/aiStatus.ts'
import { useAppServices } from './useAppServices.ts'

/** The state of one test call. `refused`: no provider was asked; the message can be shown to the user. */
export type AiTestState =
  | { readonly step: 'idle' }
  | { readonly step: 'asking' }
  | { readonly step: 'cancelled' }
  | { readonly step: 'answered'; readonly answer: AiTestAnswer }
  | { readonly step: 'refused'; readonly message: string }

/**
 * Sends one small question to a provider. Unmounting aborts the call.
 * @param id The provider, or the user's own endpoint.
 */
export function useAiTest(id: AiTestable) {
  const { loadAiStatus } = useAppServices()
  const queryClient = useQueryClient()
  const [state, setState] = useState<AiTestState>({ step: 'idle' })
  const underWay = useRef<AbortController>(null)
  useEffect(() => () => underWay.current?.abort(), [])

  async function begin(): Promise<void> {
    const own = new AbortController()
    underWay.current = own
    setState({ step: 'asking' })
    try {
      const answer = await (await loadAiStatus()).test(id, own.signal)
      setState({ step: 'answered', answer })
    } catch (error) {
      if (own.signal.aborted) setState({ step: 'cancelled' })
      else setState({ step: 'refused', message: error instanceof Error ? error.message : String(error) })
    } finally {
      await queryClient.invalidateQueries({ queryKey: ['ai-status'] })
    }
  }

  return { state, begin: () => void begin(), cancel: () => underWay.current?.abort() }
}
