/** Monaco as this app has it: the editor, Python's colours and one worker, all bundled; loaded when first shown. */
import { loader } from '@monaco-editor/react'
import * as monaco from 'monaco-editor/editor/editor.api.js'
import 'monaco-editor/features/register.all.js'
import 'monaco-editor/languages/definitions/python/register.js'

globalThis.MonacoEnvironment = {
  getWorker: () =>
    new Worker(new URL('monaco-editor/editor/editor.worker.js', import.meta.url), { type: 'module' }),
}

// The base themes' comment colours fall short of AA contrast on our surfaces.
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

// Without this the React wrapper would fetch Monaco from a CDN.
loader.config({ monaco })

export { monaco }
