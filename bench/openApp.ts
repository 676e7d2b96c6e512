/** The app's side of a measurement: its page, pressed and watched from inside, where clocks are exact. */
import { randomUUID } from 'node:crypto'
import type { BrowserContext, Page } from '@playwright/test'
import { withoutIsolation } from '../e2e/harness/withoutIsolation.ts'
import { openScriptsKey, type OpenScripts } from '../src/state/openScripts.ts'
import type { Preferences } from '../src/state/createPreferences.ts'
import { preferencesKey } from '../src/state/readStoredMemoryLimit.ts'
import type {} from './benchPage.ts'

/** After this the editor and all other deferred parts are loaded; the app waits at most 4 s for a running script. */
export const settledMs = 6_000

interface AppOptions {
  readonly answerMs?: number
  readonly preferences?: Partial<Preferences>
  /** Whether the page may share memory with its workers. */
  readonly isIsolated?: boolean
  /** Open in further tabs, by their names. */
  readonly others?: readonly (readonly [name: string, code: string])[]
}

/**
 * Opens the app with a script in its editor, which is run as soon as a person could ask for it. A call of an edge
 * function is answered on the page after `answerMs`, so that only the bridge is measured.
 */
export async function openApp(
  context: BrowserContext,
  code: string,
  { answerMs = 0, preferences = {}, isIsolated = true, others = [] }: AppOptions = {},
): Promise<Page> {
  const page = await context.newPage()
  if (!isIsolated) await withoutIsolation(page)
  const id = randomUUID()
  const scripts = [
    { id, name: 'Bench', code, workflowId: null },
    ...others.map(([name, code]) => ({ id: randomUUID(), name, code, workflowId: null })),
  ]
  const open: OpenScripts = { scripts, activeId: id }
  await page.addInitScript(
    ({ key, open, answerMs, preferencesKey, preferences }) => {
      localStorage.setItem(preferencesKey, JSON.stringify(preferences))
      sessionStorage.setItem(key, JSON.stringify(open))
      const starts: number[] = []

      const hear = (madeAt: number) => (event: MessageEvent<unknown>) => {
        const { data } = event
        if (data instanceof Object && 'type' in data && data.type === 'boot-ended') {
          starts.push(performance.now() - madeAt)
        }
      }
      const OriginalChannel = MessageChannel
      window.MessageChannel = class extends OriginalChannel {
        constructor() {
          super()
          this.port1.addEventListener('message', hear(performance.now()))
        }
      }
      const OriginalWorker = Worker
      window.Worker = class extends OriginalWorker {
        constructor(...given: ConstructorParameters<typeof Worker>) {
          super(...given)
          this.addEventListener('message', hear(performance.now()))
        }
      }
      const send = window.fetch.bind(window)
      window.fetch = async (input, init) => {
        const address = input instanceof Request ? input.url : String(input)
        if (!address.includes('/functions/v1/')) return send(input, init)
        if (answerMs > 0) await new Promise((resolve) => setTimeout(resolve, answerMs))
        return new Response('{}', { headers: { 'content-type': 'application/json' } })
      }

      const until = (isReached: () => boolean) =>
        new Promise<void>((resolve) => {
          const look = () => {
            if (!isReached()) return
            observer.disconnect()
            resolve()
          }
          const observer = new MutationObserver(look)
          observer.observe(document, {
            subtree: true,
            childList: true,
            characterData: true,
            attributes: true,
          })
          look()
        })
      const button = (name: string) =>
        [...document.querySelectorAll('button')].find(
          (each) => each.textContent.includes(name) && !each.disabled,
        )
      const status = () => document.querySelector<HTMLOutputElement>('output[data-state]')
      const hasEnded = (former: string | undefined) =>
        status()?.dataset['execution'] !== former &&
        /^(Completed|Failed|Exited|Stopped|Timed out)/.test(status()?.textContent ?? '')
      const press = async (name: string, former: string | undefined) => {
        const pressedAt = performance.now()
        button(name)?.click()
        await until(() => hasEnded(former))
        return performance.now() - pressedAt
      }
      const run = async () => {
        await until(() => button('Execute Python') !== undefined)
        return press('Execute Python', status()?.dataset['execution'])
      }
      const stop = async () => {
        await until(() => button('Stop') !== undefined)
        return press('Stop', undefined)
      }
      const ready = () => until(() => status()?.dataset['state'] === 'ready')
      const show = async (name: string) => {
        const tab = () =>
          [...document.querySelectorAll('[role=tab]')].find((each) => each.textContent === name)
        tab()?.dispatchEvent(new MouseEvent('click', { bubbles: true }))
        await until(() => tab()?.ariaSelected === 'true')
      }
      const firstResult = run().then(() => performance.now())
      Object.assign(window, { bench: { firstResult, ready, show, run, stop, starts } })
    },
    { key: openScriptsKey, open, answerMs, preferencesKey, preferences },
  )
  await page.goto('/scripts')
  // Else the figures would be those of another script.
  await page.getByRole('tab', { name: 'Bench', exact: true }).waitFor()
  return page
}
