/**
 * The base of every journey: a backend per worker, the outside world on loopback, and a person's actions in
 * words.
 */
import { test as base, expect, type BrowserContext, type Locator, type Page } from '@playwright/test'
import { type AiTwin, startAiTwin } from '../dev/twins/aiTwin.ts'
import { startTestBackend, type TestBackend } from '../dev/test/testBackend.ts'
import { type SpeechTwin, startSpeechTwin } from '../dev/twins/startSpeechTwin.ts'
import { startTwins, type Twins } from '../dev/twins/twins.ts'
import { startWebhookTwin, type WebhookTwin } from '../dev/twins/webhookTwin.ts'

interface WorkerFixtures {
  readonly twins: Twins
  readonly ai: AiTwin
  readonly speech: SpeechTwin
  readonly subscriber: WebhookTwin
  readonly backend: TestBackend
}

interface Fixtures {
  /** Each journey begins with providers that answer, whatever the one before had them do. */
  readonly freshModels: undefined
  /** Whether the editor's type checker may start: it takes a core for seconds, which journeys about other things need. */
  readonly withChecker: boolean
  /** The Scripts page, signed in and with Python ready. */
  readonly workbench: Workbench
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  twins: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright wants the pattern
    async ({}, provide) => {
      const twins = await startTwins()
      await provide(twins)
      await twins.stop()
    },
    { scope: 'worker' },
  ],
  ai: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright wants the pattern
    async ({}, provide) => {
      const ai = await startAiTwin()
      await provide(ai)
      await ai.stop()
    },
    { scope: 'worker' },
  ],
  speech: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright wants the pattern
    async ({}, provide) => {
      const speech = await startSpeechTwin()
      await provide(speech)
      await speech.stop()
    },
    { scope: 'worker' },
  ],
  subscriber: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright wants the pattern
    async ({}, provide) => {
      const subscriber = await startWebhookTwin()
      await provide(subscriber)
      await subscriber.stop()
    },
    { scope: 'worker' },
  ],
  backend: [
    async ({ twins, ai, speech, subscriber }, provide) => {
      const backend = await startTestBackend({
        serveDist: true,
        extraFunctionsDirectory: 'e2e/functions',
        functionsEnvironment: {
          SUPPORTXMR_API_URL: twins.miningUrl,
          BROWSE_ALLOW_HOSTS: twins.hostPort,
          WEBHOOK_ALLOW_HOSTS: subscriber.hostPort,
          ...ai.environment,
          ...patientAi,
          ...speech.environment,
          EMBEDDING_PROVIDER: 'none',
        },
      })
      await provide(backend)
      await backend.stop()
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  freshModels: [
    async ({ ai }, provide) => {
      ai.behave({})
      await provide(undefined)
    },
    { auto: true },
  ],
  withChecker: [false, { option: true }],
  context: async ({ context, withChecker }, provide) => {
    if (!withChecker) await leaveOutChecker(context)
    await provide(context)
  },
  baseURL: async ({ backend }, provide) => provide(backend.url),
  workbench: async ({ page }, provide) => {
    await page.goto('/scripts')
    const workbench = new Workbench(page)
    await workbench.isReady()
    await provide(workbench)
  },
})

/** A model's twin that a busy machine holds up is not passed over for the next one. */
export const patientAi = { AI_FIRST_CONTENT_SECONDS: '100', AI_IDLE_SECONDS: '100' } as const

export const leaveOutChecker = (context: BrowserContext): Promise<unknown> =>
  context.route('**/pyright.worker*', (route) => route.abort())

/** The Scripts page in a person's words. */
export class Workbench {
  readonly page: Page
  readonly status: Locator
  readonly output: Locator
  readonly result: Locator
  readonly toolCalls: Locator
  readonly question: Locator

  constructor(page: Page) {
    this.page = page
    this.status = page.locator('[data-state]').and(page.getByRole('status')).first()
    this.output = page.getByRole('region', { name: 'Output' })
    this.result = page.getByRole('region', { name: 'Result' })
    this.toolCalls = page.getByRole('region', { name: 'Tool calls' })
    this.question = this.output.getByRole('textbox', { name: 'Go on?' })
  }

  async isReady(): Promise<void> {
    await expect(this.status).toHaveAttribute('data-state', 'ready', { timeout: 120_000 })
  }

  /** Replaces the script in the editor. */
  async write(code: string): Promise<void> {
    const editor = this.page.getByRole('textbox', { name: 'Python script' })
    await editor.focus()
    await this.page.keyboard.press('ControlOrMeta+A')
    await this.page.keyboard.insertText(code)
  }

  async execute(): Promise<void> {
    await this.begins(() => this.page.getByRole('button', { name: 'Execute Python' }).click())
  }

  /** Gives control back when the page shows the run that this begins, and no longer the end of the one before. */
  async begins(act: () => Promise<unknown>): Promise<void> {
    const before = await this.status.getAttribute('data-execution')
    await act()
    await expect(this.status).toHaveAttribute('data-execution', /./)
    if (before !== null) await expect(this.status).not.toHaveAttribute('data-execution', before)
  }

  async stop(): Promise<void> {
    await this.page.getByRole('button', { name: 'Stop', exact: true }).click()
  }

  /** Writes and runs a script to its end. */
  async run(code: string): Promise<void> {
    await this.write(code)
    await this.execute()
    await this.hasEnded()
  }

  /** Answers a script that waits in input("Go on? ") until the journey has seen enough: no time limit runs meanwhile. */
  async goOn(): Promise<void> {
    await this.asks()
    await this.question.fill('yes')
    await this.question.press('Enter')
  }

  /** Waits for a script to come to its input("Go on? "). */
  async asks(): Promise<void> {
    await expect(this.question).toBeVisible({ timeout: 40_000 })
  }

  async hasEnded(): Promise<void> {
    await expect(this.status).toHaveText(
      /^(Completed|Failed|Exited|Stopped|Timed out|Out of memory|Python crashed|Not started)/,
      {
        timeout: 40_000,
      },
    )
  }
}

/** From the next run on. */
export const limitRuns = (page: Page, seconds: number): Promise<void> =>
  page.evaluate((runSeconds) => {
    const key = 'eliza.preferences'
    const preferences = JSON.parse(localStorage.getItem(key) ?? '{}')
    localStorage.setItem(key, JSON.stringify({ ...preferences, runSeconds }))
    // Simulates a change by another tab.
    dispatchEvent(new StorageEvent('storage', { key }))
  }, seconds)

/** The history's rows whose script holds a text. */
export async function findInHistory(page: Page, text: string): Promise<Locator> {
  const link = page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'History' })
  // Within the app nothing is loaded afresh.
  if (await link.isVisible()) {
    await link.click()
    await page.getByRole('searchbox', { name: 'Text in the script' }).fill(text)
    await expect(page).toHaveURL(/[?&]text=/)
  } else await page.goto(`/history?text=${encodeURIComponent(text)}`)
  return page.getByRole('table', { name: 'Executions' }).getByRole('row').filter({ hasText: text })
}

export { expect }
