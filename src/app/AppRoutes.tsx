/** Which address leads to which page. Pages beyond the first are loaded after it. */
import { useEffect } from 'react'
import { Navigate, Route, Routes } from 'react-router'
import { NotFoundPage } from '../pages/NotFoundPage.tsx'
import { ScriptsPage } from '../pages/ScriptsPage.tsx'
import { useAfterPython } from '../hooks/useAfterPython.ts'
import { AppShell } from './AppShell.tsx'
import {
  ChatPage,
  ExecutionPage,
  HistoryPage,
  preloadPages,
  SettingsPage,
  WorkflowsPage,
} from './lazyPages.ts'

export function AppRoutes() {
  const isAfterPython = useAfterPython()
  useEffect(() => {
    if (isAfterPython) void preloadPages()
  }, [isAfterPython])
  return (
    <Routes>
      <Route element={<AppShell />}>
        <Route path="/chat/:id?" element={<ChatPage />} />
        <Route path="/scripts" element={<ScriptsPage />} />
        <Route path="/workflows" element={<WorkflowsPage />} />
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
