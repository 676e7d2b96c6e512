/** Writing a script: what the checkers say while it is typed, formatting, tabs, and the library of examples. */
import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { globSync } from 'tinyglobby'
import { parseWorkflow } from '../lib/parseWorkflow.ts'
import { editorTest, expect, sharedTest, test } from './journey.ts'
import { Workbench } from './Workbench.ts'

const editorOf = (page: Page) => page.getByRole('textbox', { name: 'Python script' })
const checksOf = (page: Page) => page.getByRole('status', { name: 'Checks' })
const tabsOf = (page: Page) => page.getByRole('tablist', { name: 'Open scripts' }).getByRole('tab')

/** The checkers start when somebody first goes to the editor; a busy machine takes its time. */
async function checkersAreThere(page: Page): Promise<void> {
  await expect(checksOf(page)).toHaveText(/problem/, { timeout: 45_000 })
}

/** The text that Monaco shows. */
const shownCode = (page: Page) => page.locator('.monaco-editor .view-lines')

test.describe(() => {
  test.use({ editor: 'whole' })

  test('the editor knows the tools: completion, signature, hover, and a wrong argument before any run', async ({
    page,
    workbench,
  }) => {
    await workbench.write('x = 1\n')

    await test.step('completion offers the methods and what they do, to who typed before the checker was there', async () => {
      await expect(checksOf(page)).toHaveText(/type checker|problem/)
      await expect(editorOf(page)).toBeFocused()
      await page.keyboard.type('await tools.')
      await expect(shownCode(page)).toContainText('await tools.')
      await checkersAreThere(page)
      const suggestions = page.locator('.suggest-widget')
      await expect(suggestions).toContainText('browse_web', { timeout: 60_000 })
      await expect(suggestions).toContainText('get_mining_stats')
      await page.keyboard.type('brow')
      await expect(suggestions.locator('.monaco-list-row.focused')).toContainText('browse_web')
      await page.keyboard.press('Enter')
      await expect(shownCode(page)).toContainText('await tools.browse_web')
    })

    await test.step('an open bracket shows the parameters', async () => {
      await page.keyboard.type('(')
      const parameters = page.locator('.parameter-hints-widget')
      await expect(parameters).toContainText('url: str')
      await expect(parameters).toContainText('An http or https address')
      await page.keyboard.press('Escape')
    })

    await test.step('a wrong argument is underlined', async () => {
      await page.keyboard.type('42')
      // The earlier problem, about a missing argument, shows until the checker has seen this version.
      await expect(async () => {
        await checksOf(page).getByRole('button').click()
        const reason = page.getByText('"Literal[42]" is not assignable to "str"').first()
        await expect(reason).toBeVisible({ timeout: 3000 })
      }).toPass()
      await expect(checksOf(page)).toHaveText('1 problem')
      await expect(page.locator('.squiggly-error')).not.toHaveCount(0)
      await page.keyboard.press('Escape')
    })

    await test.step('and is right again when it is mended', async () => {
      await workbench.write('page = await tools.browse_web("https://example.com")\npage["title"]')
      await expect(checksOf(page)).toHaveText('No problems')
      await expect(page.locator('.squiggly-error')).toHaveCount(0)
    })

    await test.step('hovering a tool shows its signature and documentation', async () => {
      await page.locator('.view-line').getByText('browse_web').hover()
      await expect(page.locator('.monaco-hover:visible')).toContainText('Fetch a public web page')
    })
  })

  test('nothing of the checkers is loaded before somebody goes to the editor', async ({ page }) => {
    const asked: string[] = []
    page.on('request', (request) => asked.push(request.url()))
    await page.goto('/scripts')
    await new Workbench(page).isReady()
    await expect(page.locator('.monaco-editor')).toBeVisible()
    const checkers = () => asked.filter((url) => /pyright|ruff|createTypeChecker/.test(url))
    expect(checkers()).toEqual([])
    await editorOf(page).focus()
    await page.keyboard.type('x')
    await expect.poll(checkers).not.toHaveLength(0)
  })

  test('where the checker cannot be loaded, or breaks down, people write and run on', async ({
    page,
    workbench,
  }) => {
    await page.route('**/pyright.worker*', (route) => route.abort())
    await workbench.write('1 + 1')
    await expect(checksOf(page)).toContainText('The type checker did not start', { timeout: 45_000 })
    await workbench.write('"written " + "without"')
    await workbench.execute()
    await workbench.hasEnded()
    await expect(workbench.result).toContainText('written without')

    await page.unroute('**/pyright.worker*')
    await page.getByRole('button', { name: 'Restart' }).click()
    await checkersAreThere(page)
  })
})

test.describe(() => {
  test.use({ editor: 'without checker' })

  test('scripts stand in tabs that outlive a reload; closing can be undone', async ({ page, workbench }) => {
    await workbench.write('first = "my own work"')
    await page.getByRole('button', { name: 'New script' }).click()
    await expect(tabsOf(page)).toHaveCount(2)
    await workbench.write('second = 2')

    await test.step('renamed by a double click and by key', async () => {
      await tabsOf(page).nth(1).dblclick()
      await page.getByRole('textbox', { name: 'Script name' }).fill('Second thoughts')
      await page.keyboard.press('Enter')
      await expect(tabsOf(page).nth(1)).toHaveText('Second thoughts')
      await expect(tabsOf(page).nth(1)).toBeFocused()
      await page.keyboard.press('F2')
      await page.keyboard.type('Third thoughts')
      await shownCode(page).click()
      await expect(tabsOf(page).nth(1)).toHaveText('Third thoughts')
      await expect(page.getByRole('textbox', { name: 'Python script' })).toBeFocused()
      await tabsOf(page).nth(1).focus()
      await page.keyboard.press('F2')
      await page.keyboard.type('Not this')
    })

    await test.step('arrows move between them, each with its own text and undo', async () => {
      // Two in quick succession: the second must find its tab.
      await Promise.all([page.keyboard.press('Escape'), page.keyboard.press('ArrowLeft')])
      await expect(tabsOf(page).nth(1)).toHaveText('Third thoughts')
      await expect(tabsOf(page).nth(0)).toBeFocused()
      await expect(shownCode(page)).toContainText('my own work')
      await page.keyboard.press('ArrowRight')
      await expect(shownCode(page)).toContainText('second = 2')
    })

    await test.step('an example opens beside them', async () => {
      await page.getByRole('list', { name: 'Examples' }).getByRole('button').first().click()
      await expect(tabsOf(page)).toHaveCount(3)
      await tabsOf(page).nth(0).click()
      await expect(shownCode(page)).toContainText('my own work')
    })

    await test.step('all are there after a reload', async () => {
      await page.keyboard.press('ControlOrMeta+S')
      await expect(page.getByText('Saved', { exact: true })).toBeVisible()
      await page.reload()
      await expect(tabsOf(page)).toHaveCount(3)
      await expect(shownCode(page)).toContainText('my own work')
      await tabsOf(page).nth(1).click()
      await expect(shownCode(page)).toContainText('second = 2')
    })

    await test.step('a closed one comes back', async () => {
      await tabsOf(page).nth(1).focus()
      await page.keyboard.press('Delete')
      await expect(tabsOf(page)).toHaveCount(2)
      await page.getByRole('button', { name: 'Undo' }).click()
      await expect(tabsOf(page).nth(1)).toHaveText('Third thoughts')
      await expect(shownCode(page)).toContainText('second = 2')
    })
  })

  test('Monaco comes in place of the plain field without a key lost, and the caret stays', async ({
    page,
  }) => {
    let goOn = () => {}
    const waitsFor = new Promise<void>((resolve) => (goOn = resolve))
    await page.route('**/MonacoEditor-*.js', async (route) => {
      await waitsFor
      await route.continue()
    })
    await page.goto('/scripts')
    const workbench = new Workbench(page)
    await workbench.isReady()
    await workbench.write('')
    const words = Array.from({ length: 12 }, (_, number) => `word${number} `)
    const [before, after] = [words.slice(0, 6).join(''), words.slice(6).join('')]
    await page.keyboard.type(before, { delay: 50 })
    expect(await page.locator('.monaco-editor').count()).toBe(0)
    goOn()
    // Slow enough to be still going on when Monaco is there, and without a pause that it would wait for.
    await page.keyboard.type(after, { delay: 50 })
    await expect(shownCode(page)).toBeVisible()
    await page.keyboard.type('end')
    await expect(shownCode(page)).toHaveText(`${before}${after}end`)
  })
})

editorTest(
  'what every script may do is no mistake, and likely mistakes are told',
  async ({ page, workbench }) => {
    await workbench.write('def collect(into=[]):\n    return into\n')
    await checkersAreThere(page)
    await expect(checksOf(page)).toHaveText('1 problem')
    await checksOf(page).getByRole('button').click()
    await expect(page.getByText(/mutable data structures/).first()).toBeVisible()
    await workbench.write(
      'import numpy as np\ntry:\n    await asyncio.sleep(0)\nexcept ToolTimeout as error:\n    print(error.code, json.dumps(1), np)\nprogress(0.5, "half")\ndisplay([1], 2)\n1 + 1',
    )
    await expect(checksOf(page)).toHaveText('No problems')
    await workbench.write('x = 1\n# requirements: six\nx')
    await expect(checksOf(page)).toHaveText('1 problem')
    await checksOf(page).getByRole('button').click()
    await expect(page.getByText(/Requirements are read at the top/).first()).toBeVisible()
  },
)

editorTest(
  'an import that nobody has is told before any run, one that is fetched at a run or required is not',
  async ({ page, workbench }) => {
    const code =
      'import js, numpy as np, pyodide.ffi, yaml\nfrom nosuch.parts import thing\nnp, js, pyodide, yaml, thing\n'
    await workbench.write(code)
    await checkersAreThere(page)
    await expect(checksOf(page)).toHaveText('1 problem')
    await checksOf(page).getByRole('button').click()
    await expect(page.getByText(/nosuch is not one of the packages of Pyodide/).first()).toBeVisible()
    await expect(page.locator('.squiggly-warning')).toHaveCount(1)
    await workbench.write(`# requirements: nosuch\n${code}`)
    await expect(checksOf(page)).toHaveText('No problems')
  },
)

editorTest(
  'a script is formatted by button and by key, and one that is no Python is left alone',
  async ({ page, workbench }) => {
    const format = page.getByRole('button', { name: 'Format', exact: true })
    await workbench.write("x = {  'a':1 }\nx")
    await format.click()
    await expect(shownCode(page)).toContainText('x = {"a": 1}')
    await workbench.write('y=[1,2 ,3]')
    await page.keyboard.press('Shift+Alt+F')
    await expect(shownCode(page)).toContainText('y = [1, 2, 3]')
    await workbench.write('z=(1')
    await format.click()
    await expect(page.getByText('This script could not be formatted.')).toBeVisible()
    await expect(shownCode(page)).toContainText('z=(1')
  },
)

test('text that was typed a moment ago is there after the tab crashed', async ({
  page,
  workbench,
  context,
}) => {
  await workbench.write('kept = "through a crash"')
  await expect
    .poll(() => page.evaluate(() => localStorage.getItem('eliza.scripts')))
    .toContain('through a crash')
  // The renderer dies at once: no event of leaving reaches the page.
  const crashed = page.waitForEvent('crash')
  await page.goto('chrome://crash').catch(() => {})
  await crashed
  const next = await context.newPage()
  await next.goto('/scripts')
  await expect(editorOf(next)).toHaveValue(/through a crash/)
})

editorTest(
  'the keyboard runs a script, and an example is found, opened and run from the library',
  async ({ page, workbench }) => {
    await workbench.write('"by " + "key"')
    await page.keyboard.press('ControlOrMeta+Enter')
    await workbench.hasEnded()
    await expect(workbench.result).toContainText('by key')

    const examples = page.getByRole('list', { name: 'Examples' }).getByRole('listitem')
    await page.getByRole('searchbox', { name: 'Search examples' }).fill('squares hello')
    await expect(examples).toHaveCount(0)
    await page.getByRole('searchbox', { name: 'Search examples' }).fill('get_mining')
    await expect(examples.first()).toBeVisible()
    await expect(examples.filter({ hasNotText: 'get_mining_stats' })).toHaveCount(0)

    await page.getByRole('link', { name: 'Workflows' }).click()
    await page.getByRole('searchbox', { name: 'Search examples' }).fill('hello')
    await expect(page).toHaveURL(/\/workflows\?text=hello$/)
    await expect(examples).toHaveCount(1)
    await page.getByRole('button', { name: 'Run Hello, world' }).click()
    await expect(page).toHaveURL(/\/scripts$/)
    await workbench.hasEnded()
    await expect(workbench.output).toContainText('Hello from Python')
    await expect(tabsOf(page).last()).toHaveText('Hello, world')

    await page.getByRole('link', { name: 'Workflows' }).click()
    await page.getByRole('button', { name: 'Open A long computation' }).press('Enter')
    await expect(tabsOf(page).last()).toHaveText('A long computation')
    await expect(editorOf(page)).toBeFocused()
  },
)

editorTest('text that comes at once stays as it is, in a second script too', async ({ page, workbench }) => {
  const text = 'try:\n    1/0\nexcept Exception:\n    pass'
  await expect(shownCode(page)).toBeVisible()
  await page.getByRole('button', { name: 'New script' }).click()
  await expect(tabsOf(page)).toHaveCount(2)
  await workbench.write(text)
  await expect
    .poll(() => page.evaluate(() => localStorage.getItem('eliza.scripts')))
    .toContain(JSON.stringify(text))
})

editorTest('the keyboard leaves the editor as it says there', async ({ page, workbench }) => {
  await workbench.write('x = 1')
  await expect(shownCode(page)).toBeVisible()
  await page.getByRole('button', { name: 'New script' }).click()
  await expect(editorOf(page)).toBeFocused()
  await expect(editorOf(page)).toHaveAttribute('aria-description', /Ctrl\+M/)
  await page.keyboard.press('Tab')
  await expect(editorOf(page)).toBeFocused()
  await expect(page.getByText('Tab indents; Ctrl+M makes it move the focus')).toBeVisible()
  await page.keyboard.press('Control+M')
  await page.keyboard.press('Tab')
  await expect(editorOf(page)).not.toBeFocused()
  await page.setViewportSize({ width: 390, height: 844 })
  await expect(page.getByText('Tab indents')).toBeHidden()
})

editorTest(
  'of many tabs the one in front is in view, and a middle click closes one',
  async ({ page, workbench }) => {
    await workbench.write('x = 1')
    const add = page.getByRole('button', { name: 'New script' })
    for (let count = 2; count <= 12; count += 1) {
      await add.click()
      await expect(tabsOf(page)).toHaveCount(count)
      await expect(tabsOf(page).last()).toBeInViewport({ ratio: 1 })
    }
    await tabsOf(page).last().focus()
    await page.keyboard.press('Home')
    await expect(tabsOf(page).first()).toBeInViewport({ ratio: 1 })
    await tabsOf(page).nth(1).click({ button: 'middle' })
    await expect(tabsOf(page)).toHaveCount(11)
    await expect(tabsOf(page).first()).toHaveAttribute('aria-selected', 'true')
    await page.getByRole('button', { name: 'Close Untitled', exact: true }).press('Enter')
    await expect(tabsOf(page)).toHaveCount(10)
  },
)

editorTest('the editor’s menu has the colours of its theme', async ({ page, workbench }) => {
  await workbench.write('x = 1')
  await shownCode(page).click({ button: 'right' })
  const menu = page.locator('.monaco-menu')
  await expect(menu.getByText('Command Palette')).toBeVisible()
  const ground = await menu.evaluate((element) => {
    const { parentElement } = element
    return parentElement && getComputedStyle(parentElement).backgroundColor
  })
  expect(ground).toBe('rgb(255, 255, 255)')
})

sharedTest(
  'Escape in a search that has text clears it, and stops a script only then',
  async ({ page, workbench }) => {
    await workbench.write('print("begun", flush=True)\nawait asyncio.sleep(25)')
    await workbench.execute()
    await expect(workbench.output).toContainText('begun')
    const search = page.getByRole('searchbox', { name: 'Search examples' })
    await search.fill('no such example')
    const none = page.getByText('No examples match your search.')
    const [field, sentence] = [await search.boundingBox(), await none.boundingBox()]
    // Below the field, not at the far end of the panel.
    expect((sentence?.y ?? 0) - (field?.y ?? 0)).toBeLessThan(80)
    await search.press('Escape')
    await expect(search).toHaveValue('')
    await expect(workbench.status).toHaveText('Running')
    await search.press('Escape')
    await expect(workbench.status).toContainText('Stopped')
  },
)

editorTest(
  'a line of a traceback leads to the script that ran, and is no link once that was changed',
  async ({ page, workbench }) => {
    await workbench.run('raise ExceptionGroup("several", [\n    ValueError("one"),\n])')
    await page.getByRole('button', { name: 'New script' }).click()
    await workbench.write('another = 1')
    const place = workbench.output.getByText('File "script.py", line 1').first()
    await place.click()
    await expect(tabsOf(page).first()).toHaveAttribute('aria-selected', 'true')
    await expect(shownCode(page)).toContainText('ExceptionGroup')
    await expect(editorOf(page)).toBeFocused()
    await page.keyboard.type('# ')
    await expect(place).toBeVisible()
    await expect(workbench.output.getByRole('button', { name: /script\.py/ })).toHaveCount(0)
  },
)

editorTest('no example of the library has a problem', async ({ page, workbench }) => {
  await workbench.write('x = 1\n')
  await checkersAreThere(page)
  for (const path of globSync('workflows/*.py')) {
    // Wait for a known problem: what shows next concerns the example, not the script before.
    await workbench.write('not_there\n')
    await expect(checksOf(page)).toHaveText('1 problem')
    await workbench.write(parseWorkflow(path, readFileSync(path, 'utf8')).code)
    await expect(checksOf(page), path).toHaveText('No problems')
  }
})
