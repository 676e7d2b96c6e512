/** What the script asks by input(), with a field for the answer. */
import { useEffect, useId, useRef } from 'react'
import { Button } from '../ui/button.tsx'
import { Input } from '../ui/input.tsx'

interface QuestionFormProps {
  readonly prompt: string
  readonly onAnswer: (text: string) => void
}

/** In a message, that is: whoever writes code has just run it. */
const isWriting = (element: Element | null): boolean =>
  element instanceof HTMLTextAreaElement && element.matches('[data-message]') && element.value !== ''

export function QuestionForm({ prompt, onAnswer }: QuestionFormProps) {
  const id = useId()
  const field = useRef<HTMLInputElement>(null)
  // The script waits for this and nothing else; but nobody's typing is interrupted.
  useEffect(() => {
    if (!isWriting(document.activeElement)) field.current?.focus()
  }, [])
  return (
    <form
      className="shrink-0 border-t bg-waiting/5 p-3"
      onSubmit={(event) => {
        event.preventDefault()
        onAnswer(field.current?.value ?? '')
      }}
    >
      <label
        htmlFor={id}
        className="mb-1.5 block max-h-32 overflow-auto font-mono text-[13px] wrap-anywhere whitespace-pre-wrap"
      >
        {prompt.trim() === '' ? 'The script asks for input' : prompt}
      </label>
      <div className="flex gap-2">
        <Input id={id} ref={field} autoComplete="off" className="flex-1" />
        <Button type="submit" variant="primary">
          Answer
        </Button>
      </div>
    </form>
  )
}
