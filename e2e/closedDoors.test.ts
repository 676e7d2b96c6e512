/** Python reaches the network through tools alone: the routes that JavaScript offers it are closed. */
import { expect, test } from './journey.ts'

const routes: readonly [what: string, attempt: string][] = [
  ['fetch of the app itself', 'await js.fetch("/health")'],
  [
    'fetch of a session',
    'await js.fetch("/auth/local-session", to_js({"method": "POST"}, dict_converter=js.Object.fromEntries))',
  ],
  ['pyfetch', 'await __import__("pyodide.http").http.pyfetch("/health")'],
  [
    'XMLHttpRequest',
    'request = js.XMLHttpRequest.new()\n    request.open("GET", "/health", False)\n    request.send()',
  ],
  ['WebSocket', 'js.WebSocket.new(f"ws://{js.location.host}/")\n    await reports_a_violation()'],
  ['EventSource', 'js.EventSource.new("/health")\n    await reports_a_violation()'],
  ['importScripts', 'js.importScripts("/health")'],
  ['code from text', 'js.eval("1 + 1")'],
  ['a function from text', 'js.Function.new("return 1")()'],
  ['another worker', 'js.Worker.new("/health")\n    await reports_a_violation()'],
]

test('Python has no network of its own', async ({ page, workbench, twins }) => {
  const before = twins.requests.length
  await workbench.run(
    [
      'import js',
      'from pyodide.ffi import to_js, create_proxy',
      'violations = []',
      'js.self.addEventListener("securitypolicyviolation", create_proxy(lambda event: violations.append(event.effectiveDirective)))',
      'async def reports_a_violation():',
      '    await asyncio.sleep(0.2)',
      '    if violations: raise PermissionError(violations.pop())',
      ...routes.flatMap(([what, attempt]) => [
        'try:',
        `    violations.clear()`,
        `    ${attempt}`,
        `    print("OPEN: ${what}")`,
        'except BaseException as error:',
        `    print("closed: ${what}")`,
      ]),
      'try:',
      `    await js.fetch("http://${twins.hostPort}/article")`,
      '    print("OPEN: another origin")',
      'except BaseException as error:',
      '    print("closed: another origin")',
    ].join('\n'),
  )
  for (const [what] of routes) await expect(workbench.output).toContainText(`closed: ${what}`)
  await expect(workbench.output).toContainText('closed: another origin')
  await expect(workbench.output).not.toContainText('OPEN')
  expect(twins.requests.length).toBe(before)
  await expect(page.getByRole('button', { name: 'Execute Python' })).toBeEnabled()
})
