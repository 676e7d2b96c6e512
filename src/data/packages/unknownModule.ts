/** The message for an unavailable import, in the editor before a run and in the run's ModuleNotFoundError. */
export const unknownModule = (name: string, pyodideVersion: string): string =>
  `${name} is not one of the packages of Pyodide ${pyodideVersion}. If a project of pure Python on PyPI has it, name that project at the top of the script, as in: # requirements: ${name}`
