/** The location of the lock file, which lists the packages of this Pyodide. */
export interface PackageList {
  readonly lockUrl: string
  readonly pyodideVersion: string
}
