/** Where the list of the packages that belong to this Pyodide is. */
export interface PackageList {
  readonly lockUrl: string
  readonly pyodideVersion: string
}
