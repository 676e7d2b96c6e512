/** The module that dev/build/pythonAssetsPlugin.ts provides. */
declare module 'virtual:python-assets' {
  /** The folder in which the files of dev/build/buildPythonAssets.ts are served, ending in a slash. */
  export const pythonBase: string
  export const pyodideVersion: string
}
