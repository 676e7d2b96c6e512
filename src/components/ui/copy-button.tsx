/** Copies text, or a picture, and says so. */
import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from './button.tsx'
import { showToast } from './show-toast.ts'

interface CopyButtonProps {
  /** What is copied, for its accessible name: "Copy output". */
  readonly what: string
  /** Asked for when pressed, since it may be large. */
  readonly text: () => string
  /** A picture to copy in place of the text, of a type that browsers can draw. */
  readonly image?: () => Blob
  readonly disabled?: boolean
}

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
      showToast('The browser did not allow copying. Select the text and copy it by hand.', { tone: 'error' })
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

/** Clipboards take no pictures but PNG. */
async function toPng(image: Blob): Promise<Blob> {
  if (image.type === 'image/png') return image
  const bitmap = await createImageBitmap(image)
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height)
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0)
  return canvas.convertToBlob({ type: 'image/png' })
}
