/** An AI endpoint of one's own under Settings: entered, tested, asked by a script with its key, and removed. */
import { startAiTwin, twinKey } from '../dev/twins/aiTwin.ts'
import { expect, openSettings, test } from './journey.ts'
import { Workbench } from './Workbench.ts'

test('an endpoint is entered, its model chosen, tested, and asked by scripts until it is removed', async ({
  page,
  playBackend,
}) => {
  const twin = await startAiTwin()
  const own = await playBackend({})
  const key = twinKey('compatible')
  const settings = page.getByRole('region', { name: 'AI providers' })
  const endpoint = settings.getByRole('region', { name: 'Your own endpoint' })
  const field = (label: string | RegExp) => endpoint.getByLabel(label)
  const save = () => endpoint.getByRole('button', { name: 'Save' }).click()
  try {
    await page.goto(`${own.url}/settings`)
    await expect(endpoint).toContainText('Not configured')
    await expect(endpoint).toContainText('Ollama is at http://127.0.0.1:11434/v1')

    await test.step('what is no address is told where it is typed', async () => {
      await field('Base URL').fill('localhost:11434')
      await save()
      await expect(endpoint.getByRole('alert')).toContainText('This is not a URL.')
    })

    await test.step('where nothing listens it says so', async () => {
      await field('Base URL').fill('http://127.0.0.1:9/v1')
      await save()
      await expect(endpoint).toContainText('Port 9 is not a web port')
      await field('Base URL').fill(new URL('/v1', own.url).href.replace(String(own.port), '65533'))
      await save()
      await expect(endpoint).toContainText('Is Ollama, or the server you use, running?')
    })

    await test.step('saved, it tells its models, and one is chosen', async () => {
      await field('Base URL').fill(`${twin.environment['OPENAI_COMPATIBLE_BASE_URL']}`)
      await field(/^API key/).fill(key)
      await save()
      await expect(endpoint.getByText('Saved.')).toBeVisible()
      await expect(endpoint).toContainText('Choose a model')
      await field('Model').selectOption('other-model')
      await save()
      await expect(endpoint.getByText('Saved.')).toBeVisible()
    })

    await test.step('a test says how long it took', async () => {
      await endpoint.getByRole('button', { name: 'Test Your own endpoint' }).click()
      await expect(endpoint.getByText(/^other-model answered in [\d.]+ m?s\./)).toBeVisible()
    })

    await test.step('the key is set and nowhere to be seen, after a reload too', async () => {
      await page.reload()
      await expect(field('Base URL')).toHaveValue(`${twin.environment['OPENAI_COMPATIBLE_BASE_URL']}`)
      await expect(field(/^API key/)).toHaveValue('')
      await expect(field(/^API key/)).toHaveAttribute('placeholder', /A key is stored/)
      expect(await page.content()).not.toContain(key)
    })

    await test.step('a script’s question goes there with the key', async () => {
      twin.behave({})
      await page.getByRole('link', { name: 'Scripts' }).click()
      const workbench = new Workbench(page)
      await workbench.isReady()
      await workbench.run('answer = await tools.ai_chat("hello")\nprint(answer["provider"], answer["model"])')
      await expect(workbench.output).toContainText('compatible other-model')
      expect(twin.requests).toHaveLength(1)
      expect(twin.requests[0]?.headers.authorization).toBe(`Bearer ${key}`)
    })

    await test.step('removed, it is not asked any more', async () => {
      await openSettings(page)
      await endpoint.getByRole('button', { name: 'Remove…' }).click()
      await endpoint.getByRole('button', { name: 'Remove', exact: true }).click()
      await expect(endpoint).toContainText('Not configured')
      await expect(field('Base URL')).toHaveValue('')
    })
  } finally {
    await twin.stop()
  }
})
