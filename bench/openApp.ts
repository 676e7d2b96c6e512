/** The app's side of a measurement: its page, pressed and watched from inside, where clocks are exact. */
import type { BrowserContext, Page } from '@playwright/test'
import type {} from './benchPage.ts'

/**
 * Opens the app with a script in its editor, which is run as soon as a person could ask for it. A call of an edge
 * function is answered on the page after `answerMs`, so that only the bridge is measured.
 */
export async function openApp(context: BrowserContext, code: string, answerMs = 0): Promise<Page> {
  const page = await context.newPage()
  await page.addInitScript(
    ({ code, answerMs }) => {
      sessionStorage.setItem('eliza.script', JSON.stringify({ name: 'Bench', code, workflowId: null }))
      const starts: number[] = []

      const hear = (madeAt: number) => (event: MessageEvent<unknown>) => {
        const { data } = event
        if (data instanceof Object && 'type' in data && data.type === 'boot-end') {
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
      const button = () =>
        [...document.querySelectorAll('button')].find(
          (each) => each.textContent.includes('Execute Python') && !each.disabled,
        )
      const hasEnded = () =>
        /^(Completed|Failed|Exited|Stopped|Timed out)/.test(
          document.querySelector('output[data-state]')?.textContent ?? '',
        )
      const run = async () => {
        await until(() => button() !== undefined)
        const startedAt = performance.now()
        button()?.click()
        await until(() => !hasEnded())
        await until(hasEnded)
        return performance.now() - startedAt
      }
      Object.assign(window, { bench: { firstResult: run().then(() => performance.now()), run, starts } })
    },
    { code, answerMs },
  )
  await page.goto('/scripts')
  return page
}
