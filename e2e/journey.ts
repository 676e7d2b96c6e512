/**
 * The base of every journey: a backend per worker, the outside world on loopback, and a person's actions in
 * words.
 */
import {
  test as base,
  expect,
  type Browser,
  type BrowserContext,
  type Locator,
  type Page,
  type TestInfo,
} from '@playwright/test'
import { type AiTwin, startAiTwin } from '../dev/twins/aiTwin.ts'
import type { TestUser } from '../dev/test/signUpTestUser.ts'
import { startTestBackend, type TestBackend } from '../dev/test/testBackend.ts'
import { hasTimedOut } from '../dev/test/timedOutTests.ts'
import { type SpeechTwin, startSpeechTwin } from '../dev/twins/startSpeechTwin.ts'
import { startTwins, type Twins } from '../dev/twins/twins.ts'
import { startWebhookTwin, type WebhookTwin } from '../dev/twins/webhookTwin.ts'
import { serveHarness } from './harness/serveHarness.ts'
import { createSharedPage, type SharedPage } from './createSharedPage.ts'
import { Workbench } from './Workbench.ts'

interface WorkerFixtures {
  readonly twins: Twins
  readonly ai: AiTwin
  readonly speech: SpeechTwin
  readonly subscriber: WebhookTwin
  readonly backend: TestBackend
  readonly plainPage: SharedPage
  readonly editorPage: SharedPage
}

/** How much of the editor a page may load. The more the longer it takes, and the type checker takes a core for seconds. */
export type Editor = 'plain field' | 'without checker' | 'whole'

interface Fixtures {
  /** A time-out is told at once: to wait as long again says nothing new. */
  readonly oneTimeOut: undefined
  /** Each journey begins with providers that answer, whatever the one before had them do. */
  readonly freshModels: undefined
  /** How much of the editor the journey's own page loads. */
  readonly editor: Editor
  /** A backend of the journey's own, for functions that see another environment; it ends with the journey. */
  readonly playBackend: (functionsEnvironment: Readonly<Record<string, string>>) => Promise<TestBackend>
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
        wrapSite: serveHarness,
        extraFunctionsDirectory: 'e2e/functions',
        functionsEnvironment: {
          SUPPORTXMR_API_URL: twins.miningUrl,
          BROWSE_ALLOW_HOSTS: twins.hostPort,
          WEBHOOK_ALLOW_HOSTS: subscriber.hostPort,
          ...ai.environment,
          ...patientAi,
          // A provider that failed in one journey is asked again in the next.
          AI_COOL_DOWN_SECONDS: '0',
          ...speech.environment,
          EMBEDDING_PROVIDER: 'none',
        },
      })
      await provide(backend)
      await backend.stop()
    },
    { scope: 'worker', timeout: 240_000 },
  ],
  plainPage: [
    async ({ browser, backend }, provide) => {
      const shared = createSharedPage(() => openPage(browser, backend.url, 'plain field'))
      await provide(shared)
      await shared.close()
    },
    { scope: 'worker' },
  ],
  editorPage: [
    async ({ browser, backend }, provide) => {
      const shared = createSharedPage(() => openPage(browser, backend.url, 'whole'))
      await provide(shared)
      await shared.close()
    },
    { scope: 'worker' },
  ],
  oneTimeOut: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright wants the pattern
    async ({}, provide, info) => {
      if (info.retry > 0 && hasTimedOut(info.testId)) throw new Error('It timed out, and is not tried again.')
      await provide(undefined)
    },
    { auto: true },
  ],
  freshModels: [
    async ({ ai }, provide) => {
      ai.behave({})
      await provide(undefined)
    },
    { auto: true },
  ],
  editor: ['plain field', { option: true }],
  context: async ({ context, editor }, provide) => {
    await leaveOut(context, editor)
    await provide(context)
  },
  // oxlint-disable-next-line no-empty-pattern -- Playwright wants the pattern
  playBackend: async ({}, provide) => {
    const played: TestBackend[] = []
    await provide(async (functionsEnvironment) => {
      const backend = await startTestBackend({ serveDist: true, functionsEnvironment })
      played.push(backend)
      return backend
    })
    await Promise.all(played.map((backend) => backend.stop()))
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

const leftOut: Readonly<Record<Editor, RegExp | null>> = {
  'plain field': /\/assets\/(MonacoEditor|monaco|pyright\.worker)-/,
  'without checker': /\/assets\/pyright\.worker-/,
  whole: null,
}

/** The app goes on without a part of it that cannot be loaded. */
export async function leaveOut(context: BrowserContext, editor: Editor): Promise<void> {
  const parts = leftOut[editor]
  if (parts !== null) await context.route(parts, (route) => route.abort())
}

/** A page in a context of its own, which is the caller's to close. */
export async function openPage(browser: Browser, baseURL: string, editor: Editor): Promise<Page> {
  const context = await browser.newContext({ baseURL })
  await leaveOut(context, editor)
  return context.newPage()
}

/**
 * For journeys that have no need of a page of their own: each gets the one that the journey before it has left, cleared.
 * Not for what is about signing in, storage, reloading, tabs of the browser, headers or being offline.
 */
export const sharedTest = sharing('plainPage')

/** The same with the whole editor. */
export const editorTest = sharing('editorPage')

function sharing(which: 'plainPage' | 'editorPage') {
  return test.extend({
    page:
      which === 'plainPage'
        ? ({ plainPage }, provide, info) => lend(plainPage, info, provide)
        : ({ editorPage }, provide, info) => lend(editorPage, info, provide),
    context: ({ page }, provide) => provide(page.context()),
    workbench: ({ page }, provide) => provide(new Workbench(page)),
  })
}

/** For the time of a journey; after one that failed the page is not used again. */
export async function lend(
  shared: SharedPage,
  info: TestInfo,
  journey: (page: Page) => Promise<void>,
): Promise<void> {
  await journey(await shared.take())
  await shared.giveBack(info.status !== info.expectedStatus)
}

/** A new person in a browser of their own, who is signed in from the first page on. */
export async function signInAsNew(context: BrowserContext, backend: TestBackend): Promise<TestUser> {
  const user = await backend.signUp()
  const { data } = await user.client.auth.getSession()
  await context.addInitScript(
    // Not again after a reload: the token may be a newer one by then.
    (session) => (localStorage['eliza.session'] ??= session),
    JSON.stringify(data.session),
  )
  return user
}

/** Opens Settings by the account's menu: navigation within the app reloads nothing. */
export async function openSettings(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Account' }).click()
  await page.getByRole('menuitem', { name: 'Settings' }).click()
  await expect(page).toHaveURL(/\/settings$/)
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
    const search = page.getByRole('searchbox', { name: 'Text in the script' })
    // The same text as before the click would change nothing.
    await expect(search).toHaveValue('')
    await search.fill(text)
    await expect(page).toHaveURL(/[?&]text=/)
  } else await page.goto(`/history?text=${encodeURIComponent(text)}`)
  return page.getByRole('table', { name: 'Executions' }).getByRole('row').filter({ hasText: text })
}

export { expect }
