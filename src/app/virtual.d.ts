/** What dev/pythonAssetsPlugin.ts gives the page. */
declare module 'virtual:python-assets' {
  /** Where pyodide.asm.wasm, pyodide.asm.mjs, stdlib.zip and eliza.zip are served, ending in a slash. */
  export const pythonBase: string
}
