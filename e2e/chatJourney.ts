/** Shared by the chat's journeys: its page, in a person's words. */
import type { Locator, Page } from '@playwright/test'
import { expect, test as base } from './journey.ts'

export const test = base.extend<{ readonly chat: ChatPage }>({
  chat: async ({ page, ai }, provide) => {
    ai.behave({})
    await page.goto('/chat/new')
    await provide(new ChatPage(page))
  },
})

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

  /** Of the last answer. */
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
