/** What dev/build/pythonAssetsPlugin.ts gives the page. */
declare module 'virtual:python-assets' {
  /** Where the files of dev/build/buildPythonAssets.ts are served, ending in a slash. */
  export const pythonBase: string
  export const pyodideVersion: string
}
