/** The sign-in page, shown at every URL while nobody is signed in. */
import { SignInForm } from '../components/account/SignInForm.tsx'
import { useTitle } from '../hooks/useTitle.ts'

export function SignInPage() {
  useTitle('Sign in')
  return (
    <main className="flex min-h-full justify-center overflow-auto p-6 pt-[12vh]">
      <div className="w-full max-w-sm">
        <img src="/icon.svg" alt="" className="mb-4 size-10" />
        <h1 className="text-xl font-semibold">Sign in to Eliza Workbench</h1>
        <p className="mt-1 mb-6 text-muted-foreground">
          Your scripts run in this browser. Your account keeps the history of your runs.
        </p>
        <SignInForm />
      </div>
    </main>
  )
}
