/** Brings a conversation in from a file that was exported as JSON. */
import { FileUp } from 'lucide-react'
import { useRef } from 'react'
import { useNavigate } from 'react-router'
import { useConversationFiles } from '../../../hooks/useConversationFiles.ts'
import { Button } from '../../ui/button.tsx'
import { showToast } from '../../ui/show-toast.ts'

/** More than any conversation that this app exports. */
const mostBytes = 100_000_000

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
      showToast('The file could not be read. Choose one that was exported as JSON.', { tone: 'error' })
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
          // The same file may be chosen again.
          if (file) void bring(file).finally(() => (target.value = ''))
        }}
      />
    </>
  )
}
