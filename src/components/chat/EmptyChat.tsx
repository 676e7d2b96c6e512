/** What stands where a conversation will be: what this is, and first steps that can be taken at once. */
import { Link } from 'react-router'
import { useAnswerers } from '../../hooks/useAnswerers.ts'
import { Button } from '../ui/button.tsx'

const beginnings = [
  'How many prime numbers are there below one million? Show the last ten.',
  'Compare the pool’s hash rate with the network’s, and draw it.',
  'Read https://www.getmonero.org and list its headings as a table.',
] as const

/** Without a model these do something all the same. */
const beginningsWithoutModel = [
  'Gather data from several sources in parallel',
  'A long computation with its progress',
  '```python\nsum(n for n in range(1000) if n % 3 == 0 or n % 5 == 0)\n```',
] as const

interface EmptyChatProps {
  /** Nothing of it will be stored. */
  readonly isTemporary: boolean
  readonly onBegin: (text: string) => void
}

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
            The assistant writes Python and runs it here, with the tools that your scripts have. You see every
            step, can change it and run it again.
          </p>
          <p className="mt-2 text-muted-foreground">
            {isTemporary ? (
              'This chat is temporary: it is not stored, and gone when you leave it. Its runs stand in the history.'
            ) : (
              <>
                Not for keeps?{' '}
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
