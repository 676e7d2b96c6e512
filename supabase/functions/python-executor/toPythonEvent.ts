/** What a caller is told of a run while it goes on. */
import type { PythonEvent } from '../../../contract/run/pythonExecutor.ts'
import type { OnRunEvent } from './types.ts'

/** undefined for what concerns nobody outside. */
export function toPythonEvent(event: Parameters<OnRunEvent>[0]): PythonEvent | undefined {
  switch (event.type) {
    case 'accepted':
      return { ...event, type: 'run-start' }
    case 'start':
      return { type: 'script-start' }
    case 'output':
      return { ...event, type: 'output-delta' }
    case 'output-omitted':
    case 'display':
    case 'progress':
      return event
    case 'tool-call': {
      const { status, ...call } = event.call
      // Nobody is asked here.
      return status === 'asking' ? undefined : { type: 'tool-call', call: { ...call, status } }
    }
    case 'end':
      return { ...event, type: 'run-end' }
    case 'packages':
    case 'stop-asked':
    case 'question':
    case 'answer':
      return undefined
  }
}
