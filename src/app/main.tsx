/** The app's entry: composes the app, starts Python and renders. */
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './App.tsx'
import { applyTheme } from './applyTheme.ts'
import { composeApp } from './composition.ts'
import { preloadPage } from './pages.ts'
import { StartFailure } from './StartFailure.tsx'

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no element #root')

preloadPage(location.pathname)
const composed = composeApp()
if (composed.ok) applyTheme(composed.app.services.preferences)
createRoot(root).render(
  <StrictMode>
    {composed.ok ? <App {...composed.app} /> : <StartFailure message={composed.message} />}
  </StrictMode>,
)
