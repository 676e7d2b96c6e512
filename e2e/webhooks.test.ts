/** Webhooks: an endpoint under Settings, an event from a script, a delivery that fails and is retried. */
import { expect, openSettings, sharedTest, test } from './journey.ts'

sharedTest(
  'an address is added, told of an event, told again by hand, and removed',
  async ({ page, workbench, subscriber }) => {
    const path = '/journey'
    await openSettings(page)
    const section = page.getByRole('region', { name: 'Webhooks' })
    await expect(section.getByText('No subscriptions yet.')).toBeVisible()

    await test.step('what is no address is refused with a sentence', async () => {
      await section.getByLabel('Endpoint URL').fill('example')
      await section.getByRole('button', { name: 'Add webhook' }).click()
      await expect(section.getByRole('alert')).toContainText('This is not a URL.')
    })

    await test.step('the secret is shown once', async () => {
      await section.getByLabel('Endpoint URL').fill(subscriber.url + path)
      await section.getByLabel('Events').fill('journey.begun, journey.ended')
      await section.getByRole('button', { name: 'Add webhook' }).click()
      await expect(section.locator('[data-secret]')).toHaveText(/^whsec_\S{44}$/)
      await expect(section.getByRole('list', { name: 'Webhooks' })).toContainText(
        'journey.begun, journey.ended',
      )
      await section.getByRole('button', { name: 'Done' }).click()
      await expect(section.locator('[data-secret]')).toHaveCount(0)
    })

    await test.step('a script publishes, and the subscriber fails', async () => {
      subscriber.behave(path, 503)
      await page.getByRole('link', { name: 'Scripts' }).click()
      await workbench.run(`
told = await tools.ecosystem_webhook("journey.begun", {"legs": 3})
print([(one["status"], one["response_code"]) for one in told["deliveries"]])`)
      await expect(workbench.output).toContainText("[('waiting', 503)]")
    })

    await test.step('the delivery is seen, and sent again', async () => {
      const deliveries = section.getByRole('list', { name: 'Recent deliveries' })
      // The page does not refetch within one second.
      await expect(async () => {
        await page.getByRole('link', { name: 'Scripts' }).click()
        await openSettings(page)
        await expect(deliveries.getByRole('listitem')).toHaveCount(1, { timeout: 2_000 })
      }).toPass()
      await expect(deliveries).toContainText('Waiting journey.begun')
      await expect(deliveries).toContainText('1 attempt. The endpoint answered with status 503.')
      await expect(page.getByText('whsec_')).toHaveCount(0)
      subscriber.behave(path, 200)
      await deliveries.getByRole('button', { name: 'Retry' }).click()
      await expect(deliveries).toContainText('Delivered journey.begun')
      await expect(deliveries).toContainText('2 attempts, status 200')
      expect(subscriber.received.filter((one) => one.path === path)).toHaveLength(2)
    })

    await test.step('it is paused, resumed and removed', async () => {
      const list = section.getByRole('list', { name: 'Webhooks' })
      await list.getByRole('button', { name: 'Pause' }).click()
      await expect(list).toContainText('Paused.')
      await list.getByRole('button', { name: 'Resume' }).click()
      await expect(list).not.toContainText('Paused.')
      await list.getByRole('button', { name: 'Remove…' }).click()
      await list.getByRole('button', { name: 'Remove', exact: true }).click()
      await expect(section.getByText('No subscriptions yet.')).toBeVisible()
    })
  },
)

test('without the backend the section says so, and reads again when asked', async ({ page }) => {
  const rows = '**/rest/v1/webhook_*'
  await page.route(rows, (route) => route.abort())
  await page.goto('/settings')
  const section = page.getByRole('region', { name: 'Webhooks' })
  await expect(section.getByRole('alert')).toContainText('The backend does not answer.')
  await page.unroute(rows)
  await section.getByRole('button', { name: 'Retry' }).click()
  await expect(section.getByRole('button', { name: 'Add webhook' })).toBeVisible()
})
