/** The page around `callsWorker.ts`: answers the calls of its scripts as the measured app's network answers them. */
import { proxy, transfer, wrap } from 'comlink'
import type { CallsWorker } from './callsWorker.ts'
import { callsAddress } from './callsAddress.ts'

const worker = wrap<CallsWorker>(new Worker(callsAddress.worker, { type: 'module' }))

async function invoke(_name: string, request: { readonly wait_ms?: number }): Promise<unknown> {
  const { wait_ms: ms = 0 } = request
  if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms))
  return new Response('{}').json()
}

const started = worker.start(new URL(callsAddress.pyodide, location.href).href, proxy(invoke))

const calls = {
  run: async (code: string): Promise<number> => {
    await started
    return worker.run(code)
  },
  goAndReturn: async (trips: number): Promise<number> => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = ({ data }) => port1.postMessage(data)
    const each = await worker.goAndReturn(transfer(port2, [port2]), trips)
    port1.close()
    return each
  },
}

declare global {
  interface Window {
    readonly calls: typeof calls
  }
}

Object.assign(window, { calls })
