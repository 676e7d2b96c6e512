/** Journeys about displays, progress and input: they show, and the history shows them as they were. */
import { readFile } from 'node:fs/promises'
import { editorTest, expect, findInHistory, sharedTest as test } from './journey.ts'
import type { Workbench } from './Workbench.ts'

const displayOf = (workbench: Workbench, number: number) =>
  workbench.output.getByRole('region', { name: `Display ${number}`, exact: true })

// Two by two pixels, red.
const png =
  'iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAEElEQVR4nGP4z8AARAwQCgAf7gP9i18U1AAAAABJRU5ErkJggg=='

const gallery = `
import sys
class Shown:
    def __init__(self, **forms): self.forms = forms
    def __repr__(self): return "shown"
    def _repr_mimebundle_(self, **_): return {name.replace("__", "/").replace("_plus_", "+"): data for name, data in self.forms.items()}
print("before")
display(Shown(text__html="<table><tr><th>city</th></tr><tr><td>Berlin</td></tr></table>"))
display(Shown(image__svg_plus_xml="<svg xmlns='http://www.w3.org/2000/svg' width='40' height='40'><circle r='20'/></svg>"))
print("between")
display(Shown(image__png="${png}"))
display(Shown(text__markdown="# Title\\n\\n**bold** and [link](https://example.com)\\n\\n| a | b |\\n|---|---|\\n| 1 | 2 |"))
display(Shown(text__latex=r"$\\frac{1}{2}$"))
print("\\x1b[31mred\\x1b[0m and https://example.com/x")
print("warned", file=sys.stderr)
display({"deep": {"er": [1, 2]}})
display({"2031": 10 / 2, "2029": 2**60 + 1, "a": (float("nan"), -0.0)})
print("after")
[{"n": n, "square": n * n} for n in range(5000)]
`

async function showsTheGallery(workbench: Workbench): Promise<void> {
  const shown = (number: number) => displayOf(workbench, number)
  await expect(shown(1).frameLocator('iframe').getByRole('cell', { name: 'Berlin' })).toBeVisible()
  for (const number of [2, 3]) {
    const width = await shown(number)
      .getByRole('img')
      .evaluate(async (image: HTMLImageElement) => {
        await image.decode()
        return image.naturalWidth
      })
    expect(width).toBe(number === 2 ? 40 : 2)
  }
  await expect(shown(4).getByRole('heading', { name: 'Title' })).toBeVisible()
  await expect(shown(4).getByRole('cell', { name: '2' })).toBeVisible()
  await expect(shown(4).getByRole('link', { name: 'link' })).toHaveAttribute('target', '_blank')
  await expect(shown(5).locator('.katex .mfrac').first()).toBeVisible()
  await expect(shown(6)).toContainText('deep')
  // As Python has it: the order of keys, the digits and the form of numbers.
  await expect(shown(7)).toContainText(
    '2031: 5.0' + '2029: 1152921504606846977' + 'a: tuple(2 items)' + '0: nan' + '1: -0.0',
  )
  await expect(workbench.output.getByText('red', { exact: true })).toHaveAttribute('style', /--ansi-red/)
  await expect(workbench.output.getByRole('link', { name: 'https://example.com/x' })).toHaveAttribute(
    'rel',
    'noopener noreferrer',
  )
  await expect(workbench.output.getByText('Error output: warned')).toBeVisible()
  // In the order in which the script printed and showed.
  const words = await workbench.output.evaluate((region) =>
    [...region.querySelectorAll('.whitespace-pre-wrap, section')].map(
      (element) => element.getAttribute('aria-label') ?? element.textContent,
    ),
  )
  expect(words.filter((word) => /^(before|between|after|Display \d)$/.test(word ?? ''))).toEqual([
    'before',
    'Display 1',
    'Display 2',
    'between',
    'Display 3',
    'Display 4',
    'Display 5',
    'Display 6',
    'Display 7',
    'after',
  ])
}

test('values appear in their richest form, can be copied and downloaded, and stand so in the history', async ({
  page,
  context,
  workbench,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await workbench.run(gallery)
  await showsTheGallery(workbench)

  await test.step('thousands of rows scroll, and only those in view are in the page', async () => {
    const table = workbench.result.getByRole('table')
    await expect(table).toHaveAttribute('aria-rowcount', '5001')
    await expect(table.getByRole('cell', { name: '0', exact: true }).first()).toBeVisible()
    await table.locator('..').evaluate((scroller) => scroller.scrollTo(0, scroller.scrollHeight))
    await expect(table.getByRole('cell', { name: '24990001' })).toBeVisible()
    expect(await table.getByRole('row').count()).toBeLessThan(150)
  })

  await test.step('another form can be chosen', async () => {
    await displayOf(workbench, 4).getByRole('button', { name: 'Text' }).click()
    await expect(displayOf(workbench, 4)).toContainText('shown')
  })

  await test.step('copied and downloaded', async () => {
    await displayOf(workbench, 5).getByRole('button', { name: 'Copy display 5' }).click()
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe('$\\frac{1}{2}$')
    await displayOf(workbench, 3).getByRole('button', { name: 'Copy display 3' }).click()
    await expect
      .poll(() =>
        page.evaluate(async () => (await navigator.clipboard.read()).flatMap((item) => [...item.types])),
      )
      .toEqual(['image/png'])
    const download = page.waitForEvent('download')
    await displayOf(workbench, 3).getByRole('button', { name: 'Download display 3' }).click()
    const file = await download
    expect(file.suggestedFilename()).toBe('display 3.png')
    expect((await readFile(await file.path())).toString('base64')).toBe(png)
  })

  await test.step('the history shows the same', async () => {
    await (await findInHistory(page, 'class Shown')).first().getByRole('link').first().click()
    await showsTheGallery(workbench)
    await expect(workbench.result.getByRole('table')).toHaveAttribute('aria-rowcount', '5001')
  })
})

test('a rich result stands in the Result panel, and in the history', async ({ page, workbench }) => {
  const code =
    'class Frame:\n    def _repr_html_(self): return "<p>as a page</p>"\n    def __repr__(self): return "as text"\nFrame()'
  await workbench.run(code)
  const showsIt = async () => {
    await expect(workbench.result.frameLocator('iframe').getByText('as a page')).toBeVisible()
    await workbench.result.getByRole('button', { name: 'Text' }).click()
    await expect(workbench.result).toContainText('as text')
  }
  await showsIt()
  // Running the same script again keeps the chosen form; another script starts with the default.
  await workbench.execute()
  await workbench.hasEnded()
  await expect(workbench.result).toContainText('as text')
  await expect(workbench.result.locator('iframe')).toHaveCount(0)
  await workbench.run(`# Another\n${code}`)
  await showsIt()
  await (await findInHistory(page, 'class Frame')).first().getByRole('link').first().click()
  await showsIt()
})

test('progress() fills a bar while the script runs', async ({ workbench }) => {
  await workbench.write('progress(0.4, "fetching")\ninput("Go on? ")\nprogress(1, "done")')
  await workbench.execute()
  const bar = (name: string) => workbench.output.getByRole('progressbar', { name })
  await expect(bar('fetching')).toHaveJSProperty('value', 0.4)
  await expect(workbench.output).toContainText('40 %')
  await workbench.goOn()
  await expect(bar('done')).toHaveJSProperty('value', 1)
})

test('input() asks in the page, and the answer is kept in the output', async ({ page, workbench }) => {
  await workbench.write(
    'def ask(what):\n    return input(f"{what}? ")\n\nname = ask("Name")\nf"Hello {name}, {ask(\'Age\')}"',
  )
  await workbench.execute()
  const field = (name: string) => workbench.output.getByRole('textbox', { name })
  await expect(field('Name?')).toBeFocused()
  await page.keyboard.type('Ada <b>')
  await page.keyboard.press('Enter')
  await field('Age?').fill('36')
  await workbench.output.getByRole('button', { name: 'Answer' }).click()
  await workbench.hasEnded()
  await expect(workbench.result).toContainText('Hello Ada <b>, 36')
  await expect(workbench.output).toContainText('Name? Ada <b>')
  await expect(workbench.output.getByRole('textbox')).toHaveCount(0)
})

test('all ways to read standard input ask, the input has an end, and a password is hidden', async ({
  page,
  workbench,
}) => {
  await workbench.write(`import fileinput, getpass, sys
got = [sys.stdin.readline(), sys.stdin.read(1), input("Rest? ")]
got += [[line for line in sys.stdin], sys.stdin.read(), sys.stdin.buffer.readline().decode()]
got += [[line for line in fileinput.input()], open(0).read()]
try: input("Last? ")
except EOFError as error: got.append(str(error))
word = getpass.getpass("Password of Ada: ")
print(json.dumps([*got, len(word)]))`)
  await workbench.execute()
  const field = workbench.output.getByRole('textbox')
  /** The printed answer is drawn together with the next question. */
  const answer = async (text: string) => {
    await field.fill(text)
    await field.press('Enter')
    await expect(workbench.output.getByText(text)).toBeVisible()
  }
  const end = async (by: 'button' | 'key') => {
    const asked = await field.getAttribute('id')
    if (by === 'button') await workbench.output.getByRole('button', { name: 'End of input' }).click()
    else await field.press('Control+d')
    await expect(workbench.output.locator(`[id="${asked}"]`)).toHaveCount(0)
  }
  await answer('first line')
  await answer('split line')
  // Only the rest of that line is left for input(), which need not ask.
  await answer('looped one')
  await answer('looped two')
  await end('button')
  await answer('read whole')
  await end('key')
  await answer('bytes read')
  await answer('by fileinput')
  await end('key')
  await answer('opened file')
  await end('key')
  await expect(workbench.output.getByRole('textbox', { name: 'Last?' })).toBeVisible()
  await field.press('Control+d')
  const password = workbench.output.getByLabel('Password of Ada:')
  await expect(password).toHaveAttribute('type', 'password')
  await password.fill('sesame-42')
  await password.press('Enter')
  await workbench.hasEnded()
  const got = String.raw`["first line\n", "s", "plit line", ["looped one\n", "looped two\n"], "read whole\n", "bytes read\n", ["by fileinput\n"], "opened file\n", "EOF when reading a line", 9]`
  await expect(workbench.output).toContainText(got)
  await expect(workbench.output).toContainText('Password of Ada:')
  await expect(workbench.output).not.toContainText('sesame-42')
  const rows = await findInHistory(page, 'import fileinput, getpass')
  await rows.first().getByRole('link').first().click()
  await expect(page.locator('main')).toContainText('opened file')
  await expect(page.locator('main')).not.toContainText('sesame-42')
})

editorTest(
  'the focus goes back to where it was before questions, and not between them',
  async ({ page, workbench }) => {
    await expect(page.locator('.monaco-editor .view-lines')).toBeVisible()
    await workbench.write('[input("One? "), input("Two? ")]')
    await page.keyboard.press('Control+Enter')
    const field = (name: string) => workbench.output.getByRole('textbox', { name })
    await expect(field('One?')).toBeFocused()
    await page.keyboard.type('1')
    await page.keyboard.press('Enter')
    await expect(field('Two?')).toBeFocused()
    await page.keyboard.type('2')
    await page.keyboard.press('Enter')
    await workbench.hasEnded()
    const editor = page.getByRole('textbox', { name: 'Python script' })
    await expect(editor).toBeFocused()

    await page.keyboard.press('Control+Enter')
    await expect(field('One?')).toBeFocused()
    await page.keyboard.press('Escape')
    await expect(workbench.status).toHaveText(/^Stopped/)
    await expect(editor).toBeFocused()
  },
)

test('an answer that is not sent yet outlives a look at another page, which says that it is awaited', async ({
  page,
  workbench,
}) => {
  await workbench.write('[input("Name? "), input("Name? ")]')
  await workbench.execute()
  const field = workbench.output.getByRole('textbox', { name: 'Name?' })
  await field.fill('Ad')
  await page.getByRole('link', { name: 'Workflows' }).click()
  await expect(page.getByRole('banner')).toContainText('Waiting for your answer')
  await page.getByRole('link', { name: 'Scripts' }).click()
  await expect(field).toHaveValue('Ad')
  await field.fill('Ada')
  await field.press('Enter')
  await expect(field).toHaveValue('')
})

test('an image that cannot be drawn is said to be none, and is shown as text', async ({ workbench }) => {
  await workbench.run(
    'class Broken:\n    def _repr_png_(self): return b"no picture"\n    def __repr__(self): return "as text"\nBroken()',
  )
  await expect(workbench.result).toContainText('This browser cannot show this PNG: it is damaged')
  await expect(workbench.result.getByRole('img')).toHaveCount(0)
  await workbench.result.getByRole('button', { name: 'Show as text' }).click()
  await expect(workbench.result).toContainText('as text')
})

test('LaTeX may be text with formulas in it, and what cannot be read has the colour of faults', async ({
  page,
  workbench,
}) => {
  await page.emulateMedia({ colorScheme: 'dark' })
  await workbench.run(
    'class Text:\n    def _repr_latex_(self): return r"From $a^2$ and $b^2$ follows $\\wrong{c}$ and $\\frac{1$"\nText()',
  )
  await expect(workbench.result).toContainText('From ')
  await expect(workbench.result.locator('.katex .msupsub')).toHaveCount(2)
  const failed = 'rgb(245, 148, 136)'
  await expect(workbench.result.locator('.katex').getByText('\\wrong').last()).toHaveCSS('color', failed)
  await expect(workbench.result.locator('.katex-error')).toHaveCSS('color', failed)
})

test('a table is copied as spreadsheets take it, its tree as JSON', async ({ page, context, workbench }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await workbench.run('[{"city": "Ulm", "n": 1}, {"city": "Bern", "n": 20}]')
  const copied = () => page.evaluate(() => navigator.clipboard.readText())
  await workbench.result.getByRole('button', { name: 'Copy result' }).click()
  await expect.poll(copied).toBe('city\tn\nUlm\t1\nBern\t20')
  const heading = (name: string) => workbench.result.getByRole('columnheader', { name })
  await expect(heading('n')).toHaveCSS('text-align', 'right')
  await expect(heading('city')).toHaveCSS('text-align', 'left')
  await workbench.result.getByRole('button', { name: 'Tree' }).click()
  await workbench.result.getByRole('button', { name: /^Cop(y|ied) result/ }).click()
  await expect.poll(copied).toContain('{"city"')
})

test('the text of a string that a script gives has its line breaks', async ({ workbench }) => {
  await workbench.run('"one\\ntwo"')
  await workbench.result.getByRole('button', { name: 'Text' }).click()
  await expect(workbench.result.locator('pre')).toHaveText('one\ntwo')
})

test('Stop works while a script asks', async ({ workbench }) => {
  await workbench.write('input("Forever? ")')
  await workbench.execute()
  await expect(workbench.output.getByRole('textbox', { name: 'Forever?' })).toBeVisible()
  await workbench.stop()
  await expect(workbench.status).toHaveText(/^Stopped/)
  await expect(workbench.output.getByRole('textbox')).toHaveCount(0)
  await workbench.run('"still " + "works"')
  await expect(workbench.result).toContainText('still works')
})
