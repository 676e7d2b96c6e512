/** A question of a script, with a field for the answer. */
import { useEffect, useId, useRef } from 'react'
import { Button } from '../ui/button.tsx'
import { Input } from '../ui/input.tsx'

interface QuestionFormProps {
  /** Identifies the question. Its draft answer survives a change of page. */
  readonly id: string
  readonly prompt: string
  /** Whether it asks for a password, which is neither shown nor kept as a draft. */
  readonly isHidden: boolean
  /** null: the end of input. */
  readonly onAnswer: (text: string | null) => void
}

/** Draft answers by question id. */
const drafts = new Map<string, string>()

/** The element that had the focus before the first of a series of questions. */
let former: HTMLElement | null = null

/** Longer than a script usually takes to ask the next question, so that the focus does not jump in between. */
const giveBackAfterMs = 700

/** Restores the focus if nothing has it. If its former owner is gone, focuses the page's content. */
function giveBackFocus(): void {
  if (document.activeElement !== document.body) return
  const target = former?.isConnected === true ? former : document.getElementById('content')
  target?.focus()
}

/** Whether the user is writing a chat message. Code does not count: the user has just run it. */
const isWriting = (element: Element | null): boolean =>
  element instanceof HTMLTextAreaElement && element.matches('[data-message]') && element.value !== ''

/** Takes the focus, except from a message that is being written, and gives it back after the answer. */
export function QuestionForm({ id, prompt, isHidden, onAnswer }: QuestionFormProps) {
  const fieldId = useId()
  const field = useRef<HTMLInputElement>(null)
  // The script is blocked on this answer, so the field takes the focus unless the user is typing a message.
  useEffect(() => {
    const { activeElement } = document
    if (activeElement instanceof HTMLElement && activeElement !== document.body) former = activeElement
    if (!isWriting(activeElement)) field.current?.focus()
    return () => {
      setTimeout(giveBackFocus, giveBackAfterMs)
    }
  }, [])
  function answer(text: string | null): void {
    drafts.delete(id)
    onAnswer(text)
  }
  return (
    <form
      className="shrink-0 border-t bg-waiting/5 p-3"
      onSubmit={(event) => {
        event.preventDefault()
        answer(field.current?.value ?? '')
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
          type={isHidden ? 'password' : 'text'}
          autoComplete="off"
          className="flex-1"
          defaultValue={drafts.get(id)}
          onChange={({ target }) => {
            if (!isHidden) drafts.set(id, target.value)
          }}
          onKeyDown={(event) => {
            // A terminal, too, ends the input only on an empty line.
            if (!event.ctrlKey || event.key !== 'd') return
            event.preventDefault()
            if (event.currentTarget.value === '') answer(null)
          }}
        />
        <Button type="submit" variant="primary">
          Answer
        </Button>
        <Button variant="ghost" title="No more lines (Ctrl+D)" onClick={() => answer(null)}>
          End of input
        </Button>
      </div>
    </form>
  )
}
