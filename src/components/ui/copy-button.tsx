/** Copies text or an image to the clipboard and confirms it. */
import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from './button.tsx'
import { showToast } from './show-toast.ts'

interface CopyButtonProps {
  /** Completes the accessible name: "output" gives "Copy output". */
  readonly what: string
  /** Called on click, because the text may be large. */
  readonly text: () => string
  /** An image to copy instead of the text. Converted to PNG. */
  readonly image?: () => Blob
  readonly disabled?: boolean
}

/** Shows a toast if the browser refuses access to the clipboard. */
export function CopyButton({ what, text, image, disabled = false }: CopyButtonProps) {
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return undefined
    const timer = setTimeout(() => setCopied(false), 1500)
    return () => clearTimeout(timer)
  }, [copied])

  const copy = async () => {
    try {
      if (image) await navigator.clipboard.write([new ClipboardItem({ 'image/png': toPng(image()) })])
      else await navigator.clipboard.writeText(text())
      setCopied(true)
    } catch {
      showToast('The browser blocked copying. Select the text and copy it by hand.', { tone: 'error' })
    }
  }
  const name = copied ? `Copied ${what}` : `Copy ${what}`
  return (
    <Button
      variant="ghost"
      size="smallIcon"
      aria-label={name}
      title={name}
      disabled={disabled}
      onClick={() => void copy()}
    >
      {copied ? <Check className="text-succeeded" /> : <Copy />}
    </Button>
  )
}

/** Browsers accept only PNG images on the clipboard. */
async function toPng(image: Blob): Promise<Blob> {
  if (image.type === 'image/png') return image
  const bitmap = await createImageBitmap(image)
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height)
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0)
  return canvas.convertToBlob({ type: 'image/png' })
}
