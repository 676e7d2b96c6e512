/** The whole page: services, routes, and the gate that asks people to sign in. */
import { QueryClientProvider } from '@tanstack/react-query'
import type { QueryClient } from '@tanstack/react-query'
import { LoaderCircle } from 'lucide-react'
import { Suspense } from 'react'
import { BrowserRouter } from 'react-router'
import { Alert } from '../components/ui/alert.tsx'
import { Button } from '../components/ui/button.tsx'
import { PanelBoundary } from '../components/ui/panel-boundary.tsx'
import { AppServicesContext } from '../hooks/AppServicesContext.ts'
import type { AppServices } from '../hooks/AppServicesContext.ts'
import { useAfterPython } from '../hooks/useAfterPython.ts'
import { useDarkTheme } from '../hooks/useDarkTheme.ts'
import { useSession } from '../hooks/useSession.ts'
import { AppRoutes } from './AppRoutes.tsx'
import { lazyPart } from '../components/ui/lazy-part.ts'

const Toaster = lazyPart(async () => ({ default: (await import('../components/ui/sonner.tsx')).Toaster }))
const SignInPage = lazyPart(async () => ({ default: (await import('../pages/SignInPage.tsx')).SignInPage }))

interface AppProps {
  readonly services: AppServices
  readonly queryClient: QueryClient
}

export function App({ services, queryClient }: AppProps) {
  return (
    <AppServicesContext value={services}>
      <QueryClientProvider client={queryClient}>
        <BrowserRouter>
          <PanelBoundary name="The page">
            <SignedInOnly />
          </PanelBoundary>
          <ThemedToaster />
        </BrowserRouter>
      </QueryClientProvider>
    </AppServicesContext>
  )
}

function SignedInOnly() {
  const { state, retry } = useSession()
  switch (state.status) {
    case 'signed-in':
      return <AppRoutes />
    case 'signed-out':
      return (
        <Suspense fallback={null}>
          <SignInPage />
        </Suspense>
      )
    case 'failed':
      return (
        <main className="mx-auto max-w-xl p-6 pt-24">
          <h1 className="mb-4 text-xl font-semibold">Eliza Workbench</h1>
          <Alert
            actions={
              <Button size="small" onClick={() => void retry()}>
                Retry
              </Button>
            }
          >
            {state.message}
          </Alert>
        </main>
      )
    case 'loading':
      return (
        <main
          className="appear-late flex h-full items-center justify-center gap-2 text-muted-foreground"
          aria-busy
        >
          <LoaderCircle aria-hidden className="size-4 animate-spin" />
          <output>Signing in…</output>
        </main>
      )
  }
}

function ThemedToaster() {
  const dark = useDarkTheme()
  const isAfterPython = useAfterPython()
  return (
    <PanelBoundary name="Messages" fallback={null}>
      <Suspense fallback={null}>{isAfterPython && <Toaster theme={dark ? 'dark' : 'light'} />}</Suspense>
    </PanelBoundary>
  )
}
