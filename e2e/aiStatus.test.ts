/** AI providers under Settings: how each is set up, a test that works, one that fails, one that is cancelled, and what answers took. */
import { expect, openSettings, patientAi, signInAsNew, test } from './journey.ts'
import { Workbench } from './Workbench.ts'

test('providers are listed and tested, and a test is cancelled', async ({ page, ai, playBackend }) => {
  // In the journeys' own backend no provider pauses.
  const backend = await playBackend({ ...ai.environment, ...patientAi })
  await page.goto(`${backend.url}/settings`)
  const section = page.getByRole('region', { name: 'AI providers' })
  const provider = (name: string) => section.getByRole('listitem', { name, exact: true })

  await test.step('each says its model, context and price', async () => {
    await expect(section.getByRole('listitem')).toHaveCount(6)
    await expect(provider('OpenAI')).toContainText('Ready')
    await expect(provider('OpenAI').getByRole('definition')).toHaveText([
      'gpt-6-luna',
      '1,050,000 tokens',
      '$0.10 in, $0.50 out per million tokens (list price of 2026-10)',
    ])
    await expect(provider('DeepSeek')).toContainText(
      '¥1.00 in, ¥4.00 out per million tokens (list price, undated)',
    )
    const own = provider('OpenAI-compatible').getByRole('definition')
    await expect(own).toHaveText(['own-model', 'unknown', 'unknown'])
  })

  await test.step('a test that works says how long it took and what it cost', async () => {
    await provider('Kimi').getByRole('button', { name: 'Test Kimi' }).click()
    await expect(provider('Kimi').getByRole('status')).toHaveText(
      /^moonshotai\/kimi-k2\.6 answered in [\d.]+ m?s\. It took 1,200 tokens, \$0\.0018\.$/,
    )
    await expect(provider('Kimi')).toContainText('just now: answered in')
    expect(ai.requests.map(({ tier }) => tier)).toEqual(['kimi'])
  })

  await test.step('one that fails says why, and the pause is seen', async () => {
    ai.behave({ openai: 'refuses-the-key' })
    await provider('OpenAI').getByRole('button', { name: 'Test OpenAI' }).press('Enter')
    await expect(provider('OpenAI').getByRole('status')).toContainText(
      'OpenAI (gpt-6-luna) refuses the key (status 401).',
    )
    await expect(provider('OpenAI')).toContainText('Cooling down')
    await expect(provider('OpenAI')).toContainText(
      /Skipped for (10|9) min( \d+ s)? more, because it refuses the key \(status 401\)\./,
    )
  })

  await test.step('one that hangs is cancelled where it is seen', async () => {
    ai.behave({ gemini: 'hangs' })
    await provider('Gemini').getByRole('button', { name: 'Test Gemini' }).click()
    await expect(provider('Gemini').getByRole('status')).toHaveText('Asking Gemini…')
    await provider('Gemini').getByRole('button', { name: 'Cancel the test of Gemini' }).click()
    await expect(provider('Gemini').getByRole('status')).toHaveText('Cancelled.')
    await expect(provider('Gemini').getByRole('button', { name: 'Test Gemini' })).toBeFocused()
  })

  await test.step('a test that is passed ends the pause', async () => {
    ai.behave({})
    await provider('OpenAI').getByRole('button', { name: 'Test OpenAI' }).click()
    await expect(provider('OpenAI')).toContainText('Ready')
    await expect(provider('OpenAI')).not.toContainText('Skipped for')
  })

  await expect(page.getByText(/sk-twin/)).toHaveCount(0)
})

test('what a script’s answer took stands in the log and under its provider', async ({
  page,
  context,
  backend,
}) => {
  // A user of its own: other journeys' use does not count.
  await signInAsNew(context, backend)
  await page.goto('/scripts')
  const workbench = new Workbench(page)
  await workbench.run(`
answer = await tools.ai_chat("hello")
async for text in tools.ai_chat_stream("hello"):
    pass
print(answer["provider"], answer["usage"]["cost"])`)
  await expect(workbench.output).toContainText('openai 0.0002')
  await openSettings(page)
  const openai = page
    .getByRole('region', { name: 'AI providers' })
    .getByRole('listitem', { name: 'OpenAI', exact: true })
  await expect(openai).toContainText(/Last answer just now: [\d.]+ m?s, 1,200 tokens, \$0\.00020/)
  await expect(openai).toContainText('30 days2 calls, 2,400 tokens, $0.00040')
  await openai.getByRole('link', { name: 'Last answer' }).click()
  await expect(page.getByText('tools.ai_chat("hello")')).toBeVisible()
})

test('without the function the section says so, and reads again when asked', async ({ page }) => {
  const calls = '**/functions/v1/ai-status'
  await page.route(calls, (route) => route.abort())
  await page.goto('/settings')
  const section = page.getByRole('region', { name: 'AI providers' })
  await expect(section.getByRole('alert')).toContainText('The backend does not answer.')
  await page.unroute(calls)
  await section.getByRole('button', { name: 'Retry' }).click()
  await expect(section.getByRole('listitem')).toHaveCount(6)
})

test('with nothing set up one sentence says what to do, and nobody can be tested', async ({
  page,
  playBackend,
}) => {
  const bare = await playBackend({})
  await page.goto(`${bare.url}/settings`)
  const section = page.getByRole('region', { name: 'AI providers' })
  await expect(section).toContainText(
    'No AI provider is configured yet. Put a key such as OPENAI_API_KEY into',
  )
  await expect(section.getByRole('listitem', { name: 'Kimi' })).toContainText('MissingOPENROUTER_API_KEY')
  await expect(section.getByRole('button', { name: /^Test/ })).toHaveCount(0)
})
