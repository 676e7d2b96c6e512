/** The browser's own model in a chat: chosen under Options, downloaded, thinking in Python, and nobody else is asked. */
import { installModelTwin } from '../dev/twins/installModelTwin.ts'
import { ChatPage, expect, sharedChatTest, test } from './chatJourney.ts'

const fence = '```'

test('the browser’s own model is chosen, downloaded, and answers by Python', async ({ page, ai }) => {
  const chat = new ChatPage(page)
  const answers = [
    `I calculate.\n${fence}python\nanswer = 6 * 7\nanswer\n${fence}\n`,
    'It is **42**.',
    'You are welcome.',
  ]
  await page.addInitScript(installModelTwin, {
    answers,
    availability: 'downloadable' as const,
    holdsDownload: true,
  })
  await page.goto('/chat/new')
  const choice = page.getByRole('checkbox', { name: 'Use the browser’s built-in model' })
  const options = () => page.getByRole('button', { name: 'Chat options' })

  await test.step('it is offered where there is one, and its download is seen', async () => {
    await options().click()
    await expect(page.getByText('The browser downloads it first')).toBeVisible()
    await choice.check()
    await expect(page.getByText('Downloading the model: 50 %')).toBeVisible()
    await page.evaluate(() => Reflect.get(globalThis, 'modelTwin').goOn())
    await expect(page.getByText(/Downloading the model/)).toBeHidden()
    await page.keyboard.press('Escape')
    await expect(page.getByText('The browser’s built-in model answers, on this device.')).toBeVisible()
  })

  await test.step('its fence is a step like any other', async () => {
    await chat.send('What is 6 times 7?')
    await expect(chat.answer.locator('strong')).toHaveText('42')
    await expect(chat.step(1)).toContainText('answer = 6 * 7')
    await expect(chat.step(1).getByRole('region', { name: 'Result' })).toContainText('42')
    await expect(chat.answer.locator('footer')).toContainText('The browser’s model')
    const told = await page.evaluate(() => Reflect.get(globalThis, 'modelTwin').asked.at(-1).at(-1).content)
    expect(told).toBe('The code ran.\nResult: 42')
  })

  await test.step('nobody else was asked', () => expect(ai.requests).toEqual([]))

  await test.step('turned off, a provider answers', async () => {
    await options().click()
    await choice.uncheck()
    await page.keyboard.press('Escape')
    await chat.send('And you?')
    await expect(chat.answer).toContainText('openai heard')
    expect(ai.requests).toHaveLength(1)
  })
})

sharedChatTest('a browser without a model of its own offers none', async ({ chat }) => {
  await chat.page.getByRole('button', { name: 'Chat options' }).click()
  await expect(chat.page.getByText('Run Python')).toBeVisible()
  await expect(chat.page.getByRole('checkbox', { name: 'Use the browser’s built-in model' })).toHaveCount(0)
})
