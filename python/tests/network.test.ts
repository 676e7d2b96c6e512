/** Scripts have no network. Each library says so by its own exception, which scripts catch, and by the same hint. */
import { beforeAll, expect, test } from 'vitest'
import { fetchNetworkWheels } from '../../dev/test/fetchNetworkWheels.ts'
import { startPython } from './startPython.ts'

const wheels = fetchNetworkWheels()
if ('missing' in wheels) console.warn(`Requests, urllib3 and httpx are not tried. ${wheels.missing}`)

let python: Awaited<ReturnType<typeof startPython>>
beforeAll(async () => {
  python = await startPython(async () => '{"ok":null}')
  if (!('missing' in wheels)) for (const wheel of wheels) python.unpack(wheel)
}, 60_000)

const hint = 'Scripts have no network of their own. await tools.browse_web(url) gets a page or JSON,'

/** The attempt, and the class by which it may be caught. */
const attempts: readonly [attempt: string, error: string][] = [
  ['import urllib.request\nurllib.request.urlopen("https://a.example")', 'urllib.error.URLError'],
  ['import http.client\nhttp.client.HTTPConnection("a.example").request("GET", "/")', 'OSError'],
  ['import http.client\nhttp.client.HTTPSConnection("a.example").request("GET", "/")', 'OSError'],
  ['import socket\nsocket.create_connection(("a.example", 80))', 'OSError'],
  ['import socket\nsocket.socket().connect(("192.0.2.1", 80))', 'OSError'],
  ['import socket\nsocket.socket(type=socket.SOCK_DGRAM).sendto(b"x", ("192.0.2.1", 80))', 'OSError'],
  ['import http.server\nhttp.server.HTTPServer(("", 8000), None)', 'OSError'],
  ['import socket\nsocket.getaddrinfo("a.example", 80, flags=socket.AI_ADDRCONFIG)', 'socket.gaierror'],
  ['import smtplib\nsmtplib.SMTP("a.example")', 'OSError'],
  ['import ftplib\nftplib.FTP("a.example")', 'OSError'],
  ['import imaplib\nimaplib.IMAP4("a.example")', 'OSError'],
  ['import xmlrpc.client\nxmlrpc.client.ServerProxy("http://a.example").f()', 'OSError'],
  ['await asyncio.open_connection("a.example", 80)', 'OSError'],
  ['asyncio.run(asyncio.open_connection("a.example", 80))', 'OSError'],
  [
    'await asyncio.get_running_loop().create_datagram_endpoint(asyncio.DatagramProtocol, ("127.0.0.1", 9))',
    'OSError',
  ],
  [
    'from pyodide.http import open_url\nopen_url("https://a.example")',
    '__import__("pyodide.ffi").ffi.JsException',
  ],
  ['from pyodide.http import pyfetch\nawait pyfetch("https://a.example")', 'OSError'],
  ['from pyodide.http import pyxhr\npyxhr.get("https://a.example")', 'pyxhr.XHRNetworkError'],
  ['import js\nawait js.fetch("https://a.example")', '__import__("pyodide.ffi").ffi.JsException'],
]

const ofPackages: readonly [attempt: string, error: string][] = [
  ['import requests\nrequests.get("https://a.example")', 'requests.exceptions.ConnectionError'],
  [
    'import requests\nrequests.Session().post("http://a.example", json={}, timeout=3)',
    'requests.ConnectionError',
  ],
  ['import requests\nrequests.get("https://a.example", stream=True)', 'requests.exceptions.ConnectionError'],
  ['import urllib3\nurllib3.request("GET", "https://a.example")', 'urllib3.exceptions.HTTPError'],
  [
    'import urllib3\nurllib3.request("GET", "https://a.example", retries=False)',
    'urllib3.exceptions.ProtocolError',
  ],
  [
    'import urllib3\nurllib3.request("GET", "http://a.example", retries=2)',
    'urllib3.exceptions.MaxRetryError',
  ],
  ['import httpx\nhttpx.get("https://a.example")', 'httpx.ConnectError'],
  [
    'import httpx\nasync with httpx.AsyncClient() as c: await c.get("https://a.example")',
    'httpx.ConnectError',
  ],
  ['import httpx\nwith httpx.stream("GET", "http://a.example") as r: pass', 'httpx.ConnectError'],
]

async function expectRefused(attempt: string, error: string): Promise<void> {
  const { code, traceback } = await python.run(attempt)
  expect(code, attempt).toBe('exception')
  expect(traceback?.trimEnd().split('\n').at(-1)).toContain(hint)
  const [imports, action] = attempt.includes('\n') ? attempt.split('\n') : ['import asyncio', attempt]
  const caught = `${imports}\ntry: ${action?.startsWith('async with') || action?.startsWith('with') ? `\n    ${action}` : action}\nexcept ${error}: caught = True\ncaught`
  for (const inSession of [false, true])
    expect((await python.run(caught, inSession)).result?.['text/plain'], `${error} by ${attempt}`).toBe(
      'True',
    )
  expect(python.takeOutput(), attempt).toBe('')
}

test.for(attempts)('%j ends in %s', ([attempt, error]) => expectRefused(attempt, error))

test.skipIf('missing' in wheels).for(ofPackages)('%j ends in %s', ([attempt, error]) =>
  expectRefused(attempt, error),
)
