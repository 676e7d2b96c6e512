/** What the script asks by input(), with a field for the answer. */
import { useEffect, useId, useRef } from 'react'
import { Button } from '../ui/button.tsx'
import { Input } from '../ui/input.tsx'

interface QuestionFormProps {
  /** Which question of which run: what was typed of its answer is there after another page was looked at. */
  readonly id: string
  readonly prompt: string
  readonly onAnswer: (text: string) => void
}

/** By question. */
const drafts = new Map<string, string>()

/** What had the focus before the first of some questions. */
let former: HTMLElement | null = null

/** Longer than a script takes from one answer to its next question: until then, what is typed belongs nowhere else. */
const giveBackAfterMs = 700

/** Where nothing has the focus by now. What had it may be gone: then to the page's content, not to its very start. */
function giveBackFocus(): void {
  if (document.activeElement !== document.body) return
  const target = former?.isConnected === true ? former : document.getElementById('content')
  target?.focus()
}

/** In a message, that is: whoever writes code has just run it. */
const isWriting = (element: Element | null): boolean =>
  element instanceof HTMLTextAreaElement && element.matches('[data-message]') && element.value !== ''

export function QuestionForm({ id, prompt, onAnswer }: QuestionFormProps) {
  const fieldId = useId()
  const field = useRef<HTMLInputElement>(null)
  // The script waits for this and nothing else; but nobody's typing is interrupted.
  useEffect(() => {
    const { activeElement } = document
    if (activeElement instanceof HTMLElement && activeElement !== document.body) former = activeElement
    if (!isWriting(activeElement)) field.current?.focus()
    return () => {
      setTimeout(giveBackFocus, giveBackAfterMs)
    }
  }, [])
  return (
    <form
      className="shrink-0 border-t bg-waiting/5 p-3"
      onSubmit={(event) => {
        event.preventDefault()
        drafts.delete(id)
        onAnswer(field.current?.value ?? '')
      }}
    >
      <label
        htmlFor={fieldId}
        className="mb-1.5 block max-h-32 overflow-auto font-mono text-[13px] wrap-anywhere whitespace-pre-wrap"
      >
        {prompt.trim() === '' ? 'The script asks for input' : prompt}
      </label>
      <div className="flex gap-2">
        <Input
          id={fieldId}
          ref={field}
          autoComplete="off"
          className="flex-1"
          defaultValue={drafts.get(id)}
          onChange={({ target }) => drafts.set(id, target.value)}
        />
        <Button type="submit" variant="primary">
          Answer
        </Button>
      </div>
    </form>
  )
}
