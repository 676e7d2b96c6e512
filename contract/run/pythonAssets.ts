/** Where the built parts of Python lie on disk: dev/build/buildPythonAssets.ts writes the list, Python on the server reads it. */

/** From the project's root. JSON: the name of each file to its path, relative to this list. */
export const pythonAssetsList = '.cache/python/assets.json'
