/**
 * The path of the list of Python's built files: dev/build/buildPythonAssets.ts writes it, the server's Python
 * reads it.
 */

/** Relative to the project's root. JSON object from file name to path, relative to the list. */
export const pythonAssetsList = '.cache/python/assets.json'
