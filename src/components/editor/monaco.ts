/** Monaco as this app bundles it: the editor, Python highlighting, one worker and two themes. */
import { loader } from '@monaco-editor/react'
import * as monaco from 'monaco-editor/editor/editor.api.js'
import 'monaco-editor/features/register.all.js'
import 'monaco-editor/languages/definitions/python/register.js'

globalThis.MonacoEnvironment = {
  getWorker: () =>
    new Worker(new URL('monaco-editor/editor/editor.worker.js', import.meta.url), { type: 'module' }),
}

// The comment colours of the base themes miss AA contrast on our backgrounds.
monaco.editor.defineTheme('workbench-light', {
  base: 'vs',
  inherit: true,
  rules: [{ token: 'comment', foreground: '5e5b55' }],
  colors: { 'editor.background': '#ffffff', 'editorLineNumber.foreground': '#77736b' },
})
monaco.editor.defineTheme('workbench-dark', {
  base: 'vs-dark',
  inherit: true,
  rules: [{ token: 'comment', foreground: 'a9a59d' }],
  colors: { 'editor.background': '#1d1c1a', 'editorLineNumber.foreground': '#8a867e' },
})

// By default, the React wrapper would load Monaco from a CDN.
loader.config({ monaco })

export { monaco }
