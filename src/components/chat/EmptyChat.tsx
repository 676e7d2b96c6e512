/** The empty state of a chat: what it is, and examples that start it with one click. */
import { Link } from 'react-router'
import { useAnswerers } from '../../hooks/useAnswerers.ts'
import { Button } from '../ui/button.tsx'

const beginnings = [
  'How many prime numbers are there below one million? Show the last ten.',
  'Compare the pool’s hash rate with the network’s, and draw it.',
  'Read https://www.getmonero.org and list its headings as a table.',
] as const

/** Examples that work without a model. */
const beginningsWithoutModel = [
  'Gather data from several sources in parallel',
  'A long computation with its progress',
  '```python\nsum(n for n in range(1000) if n % 3 == 0 or n % 5 == 0)\n```',
] as const

interface EmptyChatProps {
  /** Whether this chat will be discarded on leaving. */
  readonly isTemporary: boolean
  readonly onBegin: (text: string) => void
}

/** Offers other examples if no model is configured. */
export function EmptyChat({ isTemporary, onBegin }: EmptyChatProps) {
  const answerers = useAnswerers()
  const hasNone = answerers !== undefined && answerers.own === null && answerers.ready.length === 0
  const examples = hasNone ? beginningsWithoutModel : beginnings
  return (
    <div className="min-h-0 flex-1 overflow-auto">
      <div className="mx-auto flex min-h-full max-w-3xl flex-col justify-center gap-4 px-4 py-8">
        <div>
          <h1 className="text-xl font-semibold">What do you want to find out?</h1>
          <p className="mt-1 text-muted-foreground">
            The assistant writes Python and runs it here, with the same tools as your scripts. You can see,
            edit and rerun every step.
          </p>
          <p className="mt-2 text-muted-foreground">
            {isTemporary ? (
              'This chat is temporary. It is not stored and is lost when you leave it. Its runs appear in the history.'
            ) : (
              <>
                Don’t need to keep it?{' '}
                <Link to="/chat/temporary" className="text-primary underline">
                  Start a temporary chat
                </Link>
                .
              </>
            )}
          </p>
        </div>
        <ul aria-label="Examples" className="flex flex-col items-start gap-2">
          {examples.map((text) => (
            <li key={text} className="max-w-full">
              <Button
                className="h-auto max-w-full py-2 text-left wrap-anywhere whitespace-pre-wrap!"
                onClick={() => onBegin(text)}
              >
                {text}
              </Button>
            </li>
          ))}
        </ul>
      </div>
    </div>
  )
}
