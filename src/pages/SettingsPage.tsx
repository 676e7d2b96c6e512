/** /settings: account, appearance, limits, packages, approvals, AI providers and webhooks. */
import { Suspense } from 'react'
import { limits } from '../../contract/run/workerProtocol.ts'
import { formatNumber } from '../../lib/formatNumber.ts'
import { LimitChoice } from '../components/account/LimitChoice.tsx'
import { PackageSourceChoice } from '../components/account/PackageSourceChoice.tsx'
import { ThemeChoice } from '../components/account/ThemeChoice.tsx'
import { Button } from '../components/ui/button.tsx'
import { PanelBoundary } from '../components/ui/panel-boundary.tsx'
import { useSession } from '../hooks/useSession.ts'
import { useSignOut } from '../components/account/useSignOut.ts'
import { useTitle } from '../hooks/useTitle.ts'
import { lazyPart } from '../components/ui/lazy-part.ts'

const ApprovalChoice = lazyPart(async () => ({
  default: (await import('../components/account/ApprovalChoice.tsx')).ApprovalChoice,
}))
const AiProviderSettings = lazyPart(async () => ({
  default: (await import('../components/ai/AiProviderSettings.tsx')).AiProviderSettings,
}))
const WebhookSettings = lazyPart(async () => ({
  default: (await import('../components/webhooks/WebhookSettings.tsx')).WebhookSettings,
}))

const millions = (characters: number) => `${formatNumber(characters / 1_000_000)} million characters`

const rows = [
  ['Script length', `${formatNumber(limits.codeCharacters)} characters`],
  ['Saved output', millions(limits.outputCharacters)],
  ['Result', millions(limits.resultCharacters)],
  ['Arguments per tool call', millions(limits.toolArgumentCharacters)],
  ['Response per tool call', millions(limits.toolResultCharacters)],
] as const

export function SettingsPage() {
  useTitle('Settings')
  const { state } = useSession()
  const signOut = useSignOut()
  return (
    <div className="h-full overflow-auto">
      <div className="mx-auto max-w-2xl space-y-8 p-6">
        <h1 className="text-xl font-semibold">Settings</h1>
        <section aria-labelledby="account" className="space-y-2">
          <h2 id="account" className="font-semibold">
            Account
          </h2>
          <p className="wrap-anywhere">
            {state.status === 'signed-in' && state.email ? `Signed in as ${state.email}.` : 'Signed in.'}
          </p>
          <Button onClick={() => void signOut()}>Sign out</Button>
        </section>
        <ThemeChoice />
        <section aria-labelledby="limits" className="space-y-2">
          <h2 id="limits" className="font-semibold">
            Limits
          </h2>
          <LimitChoice />
          <dl className="divide-y rounded-md border bg-surface">
            {rows.map(([name, value]) => (
              <div key={name} className="flex flex-wrap justify-between gap-x-4 px-3 py-2">
                <dt>{name}</dt>
                <dd className="text-muted-foreground tabular-nums">{value}</dd>
              </div>
            ))}
          </dl>
        </section>
        <PackageSourceChoice />
        <section aria-labelledby="approvals" className="space-y-2">
          <h2 id="approvals" className="font-semibold">
            Approvals
          </h2>
          <PanelBoundary name="This choice" fallback={null}>
            <Suspense fallback={null}>
              <ApprovalChoice />
            </Suspense>
          </PanelBoundary>
        </section>
        <PanelBoundary name="AI providers">
          <Suspense fallback={<p className="text-muted-foreground">Loading the AI providers…</p>}>
            <AiProviderSettings />
          </Suspense>
        </PanelBoundary>
        <PanelBoundary name="Webhooks">
          <Suspense fallback={<p className="text-muted-foreground">Loading the webhooks…</p>}>
            <WebhookSettings />
          </Suspense>
        </PanelBoundary>
        <section aria-labelledby="about" className="space-y-2">
          <h2 id="about" className="font-semibold">
            About
          </h2>
          <p>
            Eliza Workbench runs Python in this browser, with Pyodide in a worker without network access.
            Scripts reach the outside only through tools: edge functions that act on your behalf.
          </p>
          <p className="text-muted-foreground">
            In the editor, Tab indents. Ctrl+M (on a Mac, Ctrl+Shift+M) makes it move the focus instead.
          </p>
        </section>
      </div>
    </div>
  )
}
