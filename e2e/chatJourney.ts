/** Shared by the chat's journeys: its page, in a person's words. */
import type { Locator, Page } from '@playwright/test'
import { editorTest, expect, sharedTest, test as base } from './journey.ts'

interface Fixtures {
  /** A conversation that has not begun. */
  readonly chat: ChatPage
}

/** In a page that is the journey's own. */
export const test = base.extend<Fixtures>({
  chat: async ({ page }, provide) => {
    await page.goto('/chat/new')
    await provide(new ChatPage(page))
  },
})

/** In the page that journeys share, as `sharedTest` says. */
export const sharedChatTest = sharedTest.extend<Fixtures>({
  chat: async ({ page }, provide) => provide(await beginAnew(page)),
})

/** The same with the whole editor, which also gives code its colours. */
export const editorChatTest = editorTest.extend<Fixtures>({
  chat: async ({ page }, provide) => provide(await beginAnew(page)),
})

async function beginAnew(page: Page): Promise<ChatPage> {
  const chat = new ChatPage(page)
  await page.getByRole('link', { name: 'Chat', exact: true }).click()
  await page.getByRole('link', { name: 'New', exact: true }).click()
  await expect(page).toHaveURL(/\/chat\/new$/)
  await expect(chat.messages).toBeHidden()
  await chat.setPythonFirst(true)
  await chat.message.fill('')
  return chat
}

export class ChatPage {
  readonly page: Page
  readonly message: Locator
  readonly messages: Locator
  /** The last one. */
  readonly answer: Locator
  readonly conversations: Locator
  readonly announcer: Locator

  constructor(page: Page) {
    this.page = page
    this.message = page.getByRole('textbox', { name: 'Message' })
    this.messages = page.getByRole('log', { name: 'Messages' })
    this.answer = this.messages.getByRole('article', { name: 'Assistant' }).last()
    this.conversations = page.getByRole('navigation', { name: 'Conversations' })
    this.announcer = page.locator('[data-announcer]')
  }

  /** The first message can be written without a connection: all that it needs is loaded. */
  async canGoOffline(): Promise<void> {
    await expect(this.page.getByText(/answers/)).toBeVisible()
    await expect(this.page.getByRole('switch', { name: 'Python first' })).toBeEnabled()
    const isEmpty = this.conversations.getByText('No conversations yet.')
    await expect(this.conversations.locator('section').or(isEmpty).first()).toBeVisible()
    const loaded = () =>
      this.page.evaluate(() =>
        performance.getEntriesByType('resource').flatMap(({ name }) => name.split(/[/-]/)),
      )
    await expect.poll(loaded).toEqual(expect.arrayContaining(['MessageList', 'ChatAnnouncer']))
  }

  async send(text: string): Promise<void> {
    await this.message.fill(text)
    // While the answer before is being written nothing can be sent.
    await this.hasAnswered()
    await this.message.press('Enter')
    // It is sent when the conversation is open.
    await expect(this.message).toHaveValue('')
  }

  async setPythonFirst(isOn: boolean): Promise<void> {
    const choice = this.page.getByRole('switch', { name: 'Python first' })
    if ((await choice.isChecked()) !== isOn) await choice.click()
    await expect(choice).toBeChecked({ checked: isOn })
  }

  /** The last answer's step. */
  step(number: number): Locator {
    return this.answer.getByRole('region', { name: `Python step ${number}`, exact: true })
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name, exact: true })
  }

  async hasAnswered(): Promise<void> {
    await expect(this.button('Send')).toBeVisible({ timeout: 40_000 })
  }
}

export { expect }
