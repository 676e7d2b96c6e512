/** Starts and stops reading an answer aloud. */
import { Square, Volume2 } from 'lucide-react'
import { useReadAloud } from '../../../hooks/useReadAloud.ts'
import { Button } from '../../ui/button.tsx'
import { showToast } from '../../ui/show-toast.ts'
import { useChatContext } from '../ChatContext.ts'

interface ReadAloudButtonProps {
  readonly messageId: string
  /** Markdown. */
  readonly text: string
}

const titles = {
  service: 'Read aloud by the configured speech service',
  browser: 'Read aloud by the browser’s voice',
} as const

/** Renders nothing if no voice is available. */
export function ReadAloudButton({ messageId, text }: ReadAloudButtonProps) {
  const { state } = useChatContext()
  // A conversation with the built-in model stays on this device.
  const mayAskService = state.conversation.metadata.uses_built_in_model !== true
  const { way, isReading, read, stop } = useReadAloud({ messageId, text, mayAskService })
  if (way === null) return null
  const start = async () => {
    const problem = await read()
    if (problem !== null) showToast('The answer was not read aloud', { description: problem, tone: 'error' })
  }
  return (
    <Button
      variant="ghost"
      size="smallIcon"
      aria-label={isReading ? 'Stop reading' : 'Read aloud'}
      title={isReading ? 'Stop reading' : titles[way]}
      onClick={() => (isReading ? stop() : void start())}
    >
      {isReading ? <Square className="text-running" /> : <Volume2 />}
    </Button>
  )
}
