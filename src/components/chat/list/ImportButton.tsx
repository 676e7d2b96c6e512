/** Imports a conversation from a file that was exported as JSON. */
import { FileUp } from 'lucide-react'
import { useRef } from 'react'
import { useNavigate } from 'react-router'
import { useConversationFiles } from '../../../hooks/useConversationFiles.ts'
import { Button } from '../../ui/button.tsx'
import { showToast } from '../../ui/show-toast.ts'

/** Larger than any conversation that this app exports. */
const mostBytes = 100_000_000

/** Stores the conversation as a new one and opens it. */
export function ImportButton({ onOpened }: { readonly onOpened: () => void }) {
  const navigate = useNavigate()
  const { read } = useConversationFiles()
  const field = useRef<HTMLInputElement>(null)

  const bring = async (file: File) => {
    try {
      if (file.size > mostBytes) throw new Error('too large')
      const imported = await read(await file.text())
      if (!imported.ok) return showToast(imported.message, { tone: 'error' })
      onOpened()
      await navigate(`/chat/${imported.id}`)
    } catch {
      showToast('The file could not be read. Choose a conversation that was exported as JSON.', {
        tone: 'error',
      })
    }
  }
  return (
    <>
      <Button
        variant="ghost"
        size="smallIcon"
        aria-label="Import a conversation"
        title="Import a conversation"
        onClick={() => field.current?.click()}
      >
        <FileUp />
      </Button>
      <input
        ref={field}
        type="file"
        accept="application/json,.json"
        aria-label="File of a conversation"
        className="hidden"
        onChange={({ target }) => {
          const [file] = target.files ?? []
          // Without a reset, choosing the same file again would fire no event.
          if (file) void bring(file).finally(() => (target.value = ''))
        }}
      />
    </>
  )
}
