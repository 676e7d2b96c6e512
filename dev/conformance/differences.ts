/** Tests of CPython that fail here by design though they pass in stock Pyodide: name, and the reason. */
export const differences: Readonly<Record<string, string>> = {}
