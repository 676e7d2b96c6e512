/** Which address leads to which page. Pages beyond the first are loaded when they are visited. */
import { lazy } from 'react'
import { Navigate, Route, Routes } from 'react-router'
import { NotFoundPage } from '../pages/NotFoundPage.tsx'
import { ScriptsPage } from '../pages/ScriptsPage.tsx'
import { AppShell } from './AppShell.tsx'

const HistoryPage = lazy(async () => ({ default: (await import('../pages/HistoryPage.tsx')).HistoryPage }))
const ExecutionPage = lazy(async () => ({
  default: (await import('../pages/ExecutionPage.tsx')).ExecutionPage,
}))
const SettingsPage = lazy(async () => ({ default: (await import('../pages/SettingsPage.tsx')).SettingsPage }))

export function AppRoutes() {
  return (
    <Routes>
      <Route element={<AppShell />}>
        <Route path="/scripts" element={<ScriptsPage />} />
        <Route path="/history" element={<HistoryPage />} />
        <Route path="/history/:id" element={<ExecutionPage />} />
        <Route path="/settings" element={<SettingsPage />} />
        {['/', '/testing', '/sign-in'].map((path) => (
          <Route key={path} path={path} element={<Navigate to="/scripts" replace />} />
        ))}
        <Route path="*" element={<NotFoundPage />} />
      </Route>
    </Routes>
  )
}
