/** Accounts are separate, and a tab notices that its sign-in is gone. */
import type { Browser, Page } from '@playwright/test'
import { expect, findInHistory, leaveOut, test } from './journey.ts'
import { Workbench } from './Workbench.ts'

/** A browser of its own, signed out of the owner's account and in to a new one. */
async function newPerson(browser: Browser, baseURL: string, email: string): Promise<Page> {
  const context = await browser.newContext({ baseURL })
  await leaveOut(context, 'plain field')
  const page = await context.newPage()
  await page.goto('/scripts')
  await new Workbench(page).isReady()
  await becomeAnother(page, email)
  return page
}

async function becomeAnother(page: Page, email: string): Promise<void> {
  await page.getByRole('button', { name: 'Account' }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.getByRole('textbox', { name: 'E-mail' }).fill(email)
  await page.getByLabel('Password').fill('a long password 4 journeys')
  await page.getByRole('button', { name: 'Create an account' }).click()
  await new Workbench(page).isReady()
}

for (const place of ['in this browser', 'on the server'] as const) {
  test(`a script ${place} ends when its person signs out: the next one sees nothing of it`, async ({
    page,
    workbench,
  }) => {
    if (place === 'on the server') {
      await page.getByRole('combobox', { name: 'Run in' }).selectOption({ label: 'On the server' })
    }
    await workbench.write(`
print("what Ada does", flush=True)
await tools.remember("Ada keeps a zeppelin")
for n in range(100):
    await asyncio.sleep(0.1)
    await tools.remember(f"Ada goes on {n}")`)
    await workbench.execute()
    await expect(workbench.output).toContainText('what Ada does')
    await expect(workbench.toolCalls).toContainText('remember')
    await becomeAnother(page, `bob-${Date.now()}@example.com`)
    await expect(workbench.output).not.toContainText('what Ada does')
    await expect(workbench.toolCalls).not.toContainText('remember')
    await expect(page.getByRole('button', { name: 'Stop', exact: true })).toBeDisabled()
    // Two of its calls would have come.
    await page.waitForTimeout(300)
    await workbench.run('await tools.match_memories("Ada zeppelin goes on")')
    await expect(workbench.result).toContainText('[]')
  })
}

test('two users cannot see each other', async ({ browser, baseURL }) => {
  const url = baseURL ?? ''
  const ada = await newPerson(browser, url, `ada-${Date.now()}@example.com`)
  const bob = await newPerson(browser, url, `bob-${Date.now()}@example.com`)
  await new Workbench(ada).run('await tools.remember("Ada keeps a zeppelin")\n"written by Ada"')
  await expect(await findInHistory(ada, 'written by Ada')).toHaveCount(1)
  await ada.getByRole('table', { name: 'Executions' }).getByRole('link').first().click()
  await expect(ada).toHaveURL(/\/history\/[0-9a-f-]{36}$/)

  await test.step('not in the history', async () => {
    await bob.goto('/history?text=written+by+Ada')
    await expect(bob.getByText('No runs match this filter.')).toBeVisible()
    await expect(bob.getByRole('row').filter({ hasText: 'written by Ada' })).toHaveCount(0)
  })
  await test.step('not by address', async () => {
    await bob.goto(ada.url())
    await expect(bob.getByText('written by Ada')).toHaveCount(0)
    await expect(bob.getByRole('region', { name: 'Result' })).toHaveCount(0)
  })
  await test.step('not by a tool', async () => {
    await bob.goto('/scripts')
    const workbench = new Workbench(bob)
    await workbench.isReady()
    await workbench.run('await tools.match_memories("zeppelin")')
    await expect(workbench.result).toContainText('[]')
  })
  await ada.context().close()
  await bob.context().close()
})

test('a tab whose token has expired goes on working', async ({ page, workbench }) => {
  // After an hour, only the refresh token is still valid.
  await page.evaluate(() => {
    const key = 'eliza.session'
    const session = JSON.parse(localStorage.getItem(key) ?? '')
    const [header, , signature] = session.access_token.split('.')
    const body = btoa(JSON.stringify({ sub: session.user.id, role: 'authenticated', exp: 1 }))
    const expired = `${header}.${body}.${signature}`
    localStorage.setItem(key, JSON.stringify({ ...session, access_token: expired, expires_at: 1 }))
  })
  await page.reload()
  await workbench.isReady()
  await workbench.run('(await tools.invoke_function("echoes", {"token": "fresh"}))["token"]')
  await expect(workbench.result).toContainText('fresh')
})

test('where a project takes guests one may go on without an account', async ({ page, workbench }) => {
  await page.route('**/auth/v1/settings', (route) =>
    route.fulfill({ json: { external: { anonymous_users: true, email: true } } }),
  )
  // The embedded backend knows no guests: an account that nobody can sign in to again plays one.
  await page.route('**/auth/v1/signup*', (route) => {
    const asked: unknown = route.request().postDataJSON()
    if (asked instanceof Object && 'email' in asked) return route.continue()
    const email = `guest-${Date.now()}@example.com`
    return route.continue({ postData: JSON.stringify({ email, password: crypto.randomUUID() }) })
  })
  await page.getByRole('button', { name: 'Account' }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(page.getByText('You lose access to a guest’s data when you sign out.')).toBeVisible()
  await page.getByRole('button', { name: 'Continue without an account' }).click()
  await workbench.isReady()
  await workbench.run('await tools.remember("A guest was here")\n"signed in"')
  await expect(workbench.result).toContainText('signed in')
})

test('a backend without a mail server offers no link by e-mail', async ({ page, workbench }) => {
  await workbench.page.getByRole('button', { name: 'Account' }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(page.getByRole('button', { name: 'Create an account' })).toBeVisible()
  await expect(page.getByRole('button', { name: /link|without an account/i })).toHaveCount(0)
  await page.getByRole('textbox', { name: 'E-mail' }).fill('somebody@example.com')
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByText('Enter your password.', { exact: true })).toBeVisible()
})
