/** The Scripts page in a person's words. */
import { expect, type Locator, type Page } from '@playwright/test'

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
