/** A script for tests that runs a script on the server, which runs another one, and so on. */

/** Its result has the word 'level' for each script that ran, then the code of the refusal, or 'bottom' after all `levels`. */
export function scriptsInScripts(levels: number): string {
  if (levels === 0) return '"bottom"'
  return `try:
    answer = await tools.invoke_function("python-executor", {"code": ${JSON.stringify(scriptsInScripts(levels - 1))}})
    found = answer["result"]
except ToolError as error:
    found = error.code
"level " + found`
}
