/**
 * The type checker for scripts: basedpyright in its own workers, spoken to over the language server protocol.
 */
import workerUrl from 'browser-basedpyright/dist/pyright.worker.js?url'
import type { Diagnostic } from 'vscode-languageserver-types'
import { checkerFiles, scriptsFolder } from './checkerFiles.ts'
import { connectWorker } from './connectWorker.ts'

/** Checks several scripts, each known by a file name. */
export interface TypeChecker {
  /** Adds a script or replaces its text. `name` is a file name that ends in `.py`. */
  readonly update: (name: string, text: string) => void
  readonly forget: (name: string) => void
  /** Sends a position-based request; lines and characters count from 0. `Result` is the protocol's type. */
  readonly ask: <Result>(method: string, name: string, position: Position) => Promise<Result>
  /** Loads the details of a completion item, such as its documentation. */
  readonly resolve: <Item>(item: Item) => Promise<Item>
}

interface Position {
  readonly line: number
  readonly character: number
}

interface TypeCheckerOptions {
  /** Receives all diagnostics of a script; they replace the earlier ones. */
  readonly onDiagnostics: (name: string, diagnostics: readonly Diagnostic[]) => void
  /** Called at most once, if a worker crashes after the start. */
  readonly onGone: () => void
}

/**
 * Starts the workers and waits for the handshake.
 * @throws {Error} if the workers cannot be loaded.
 */
export async function createTypeChecker(options: TypeCheckerOptions): Promise<TypeChecker> {
  const workers: Worker[] = []
  const versions = new Map<string, number>()
  const spawn = (mode: 'foreground' | 'background', boot: object, transfer: Transferable[] = []) => {
    const worker = new Worker(workerUrl, { name: `Type checker, ${mode}` })
    workers.push(worker)
    worker.postMessage({ type: 'browser/boot', mode, ...boot }, transfer)
    return worker
  }
  const fail = () => {
    for (const worker of workers) worker.terminate()
    options.onGone()
  }

  const foreground = spawn('foreground', {})
  // It asks for a second worker: one answers requests while the other checks whole scripts.
  foreground.addEventListener('message', ({ data }: MessageEvent<NewWorker>) => {
    if (data.type !== 'browser/newWorker') return
    const { initialData, port } = data
    const background = spawn('background', { initialData, port }, [port])
    background.addEventListener('error', (event) => {
      event.preventDefault()
      connection.close()
      fail()
    })
  })
  const connection = connectWorker({
    worker: foreground,
    onGone: fail,
    onNotice(method, params) {
      if (method !== 'textDocument/publishDiagnostics') return
      const { uri, diagnostics } = params as { uri: string; diagnostics: readonly Diagnostic[] }
      options.onDiagnostics(nameOf(uri), diagnostics)
    },
    onRequest: (method, params) =>
      method === 'workspace/configuration'
        ? (params as { items: readonly { section?: string }[] }).items.map(({ section }) =>
            section === 'basedpyright.analysis' ? { autoImportCompletions: false } : null,
          )
        : null,
  })
  await connection.request('initialize', {
    processId: null,
    rootUri: `file://${scriptsFolder}`,
    workspaceFolders: [{ name: 'scripts', uri: `file://${scriptsFolder}` }],
    initializationOptions: { files: checkerFiles },
    capabilities,
  })
  connection.notify('initialized', {})

  return {
    update(name, text) {
      const version = (versions.get(name) ?? 0) + 1
      versions.set(name, version)
      const notebookDocument = { uri: fileOf(name), version }
      if (version > 1) {
        const textContent = [{ document: { uri: cellOf(name), version }, changes: [{ text }] }]
        connection.notify('notebookDocument/didChange', {
          notebookDocument,
          change: { cells: { textContent } },
        })
        return
      }
      connection.notify('pyright/createFile', { uri: fileOf(name), kind: 'create' })
      connection.notify('notebookDocument/didOpen', {
        notebookDocument: {
          ...notebookDocument,
          notebookType: 'script',
          cells: [{ kind: 2, document: cellOf(name) }],
        },
        cellTextDocuments: [{ uri: cellOf(name), languageId: 'python', version, text }],
      })
    },
    forget(name) {
      if (!versions.delete(name)) return
      connection.notify('notebookDocument/didClose', {
        notebookDocument: { uri: fileOf(name) },
        cellTextDocuments: [{ uri: cellOf(name) }],
      })
    },
    ask: (method, name, position) =>
      connection.request(method, { textDocument: { uri: cellOf(name) }, position }),
    resolve: (item) => connection.request('completionItem/resolve', item),
  }
}

interface NewWorker {
  readonly type: string
  readonly initialData: unknown
  readonly port: MessagePort
}

// A script is checked as a notebook with one cell, because it may use top-level await and end in an expression.
const fileOf = (name: string) => `file://${scriptsFolder}/${name}`
const cellOf = (name: string) => `vscode-notebook-cell://${scriptsFolder}/${name}#0`
const nameOf = (uri: string) => uri.replace(/#.*$/, '').replace(/^.*\//, '')

const capabilities = {
  workspace: { configuration: true },
  textDocument: {
    publishDiagnostics: { tagSupport: { valueSet: [1, 2] } },
    completion: {
      completionItem: {
        documentationFormat: ['markdown'],
        resolveSupport: { properties: ['documentation', 'detail'] },
      },
    },
    hover: { contentFormat: ['markdown'] },
    signatureHelp: {
      signatureInformation: {
        documentationFormat: ['markdown'],
        parameterInformation: { labelOffsetSupport: true },
        activeParameterSupport: true,
      },
    },
  },
}
