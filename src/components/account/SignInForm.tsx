/** Sign in by password, e-mailed link, as a guest, or as this machine's owner; or create an account. */
import { useEffect, useId, useState } from 'react'
import type { FormEvent } from 'react'
import { useSession } from '../../hooks/useSession.ts'
import { Alert } from '../ui/alert.tsx'
import { Button } from '../ui/button.tsx'
import { Input } from '../ui/input.tsx'
import { Label } from '../ui/label.tsx'

type Outcome = Awaited<ReturnType<ReturnType<typeof useSession>['signIn']>>
type Way = 'sign-in' | 'sign-up' | 'link' | 'owner' | 'guest'

/** Offers only the ways that this backend supports. */
export function SignInForm() {
  const session = useSession()
  const { canSignInAsOwner, canSendMagicLink, signInAsOwner, signIn, signUp, sendMagicLink } = session
  const { readAdmission, signInAsGuest } = session
  const [admission, setAdmission] = useState({ newAccounts: false, guests: false })
  useEffect(() => {
    let isShown = true
    void readAdmission().then((known) => isShown && setAdmission(known))
    return () => {
      isShown = false
    }
  }, [readAdmission])
  const [busy, setBusy] = useState<Way | null>(null)
  const [outcome, setOutcome] = useState<Outcome | null>(null)
  const emailId = useId()
  const passwordId = useId()

  const go = async (way: Way, attempt: () => Promise<Outcome>) => {
    if (busy !== null) return
    setBusy(way)
    setOutcome(null)
    try {
      setOutcome(await attempt())
    } finally {
      setBusy(null)
    }
  }

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const pressed = (event.nativeEvent as SubmitEvent).submitter?.getAttribute('value')
    const fields = new FormData(event.currentTarget)
    const email = textOf(fields, 'email').trim()
    const password = textOf(fields, 'password')
    if (email === '') return setOutcome({ ok: false, message: 'Enter your e-mail address.' })
    if (pressed === 'link') return void go('link', () => sendMagicLink(email))
    if (password === '') {
      const otherwise = canSendMagicLink ? ', or request a link by e-mail' : ''
      return setOutcome({ ok: false, message: `Enter your password${otherwise}.` })
    }
    return pressed === 'sign-up'
      ? void go('sign-up', () => signUp(email, password))
      : void go('sign-in', () => signIn(email, password))
  }

  return (
    <div className="space-y-6">
      {canSignInAsOwner && (
        <div className="space-y-3">
          <Button
            variant="primary"
            className="w-full"
            aria-disabled={busy !== null}
            onClick={() => void go('owner', signInAsOwner)}
          >
            {busy === 'owner' ? 'Signing in…' : 'Continue as this machine’s owner'}
          </Button>
          <p className="text-center text-muted-foreground">or with an account</p>
        </div>
      )}
      <form noValidate onSubmit={submit} className="space-y-4">
        <div className="space-y-1.5">
          <Label htmlFor={emailId}>E-mail</Label>
          <Input className="w-full" id={emailId} name="email" type="email" autoComplete="username" />
        </div>
        <div className="space-y-1.5">
          <Label htmlFor={passwordId}>Password</Label>
          <Input
            className="w-full"
            id={passwordId}
            name="password"
            type="password"
            autoComplete="current-password"
          />
        </div>
        <div className="min-h-0">
          {outcome?.ok === false && <Alert>{outcome.message}</Alert>}
          {outcome?.ok === true && outcome.notice !== null && (
            <output className="block rounded-md border p-3">{outcome.notice}</output>
          )}
        </div>
        <Button
          type="submit"
          value="sign-in"
          variant={canSignInAsOwner ? 'outline' : 'primary'}
          className="w-full"
          aria-disabled={busy !== null}
        >
          {busy === 'sign-in' ? 'Signing in…' : 'Sign in'}
        </Button>
        <div className="flex gap-2">
          {admission.newAccounts && (
            <Button type="submit" value="sign-up" className="flex-1" aria-disabled={busy !== null}>
              {busy === 'sign-up' ? 'Creating it…' : 'Create an account'}
            </Button>
          )}
          {canSendMagicLink && (
            <Button type="submit" value="link" className="flex-1" aria-disabled={busy !== null}>
              {busy === 'link' ? 'Sending…' : 'E-mail me a link'}
            </Button>
          )}
        </div>
      </form>
      {admission.guests && (
        <div className="space-y-1.5 border-t pt-4">
          <Button
            className="w-full"
            aria-disabled={busy !== null}
            onClick={() => void go('guest', signInAsGuest)}
          >
            {busy === 'guest' ? 'Signing in…' : 'Continue without an account'}
          </Button>
          <p className="text-muted-foreground">You lose access to a guest’s data when you sign out.</p>
        </div>
      )}
    </div>
  )
}

function textOf(fields: FormData, name: string): string {
  const value = fields.get(name)
  return typeof value === 'string' ? value : ''
}
