/** A model is told the same of a script, wherever it runs and whoever leads the chat. */
import { chatAnswer } from '../contract/chat/chat.ts'
import type { AiTwin } from '../dev/twins/aiTwin.ts'
import { expect, test } from './chatJourney.ts'

const scripts = [
  `
class Shown:
    def __init__(self, **forms): self.forms = forms
    def __repr__(self): return "shown"
    def _repr_mimebundle_(self, **_): return {name.replace("__", "/"): data for name, data in self.forms.items()}
print("before")
display(Shown(text__html="<b>1</b>", text__markdown="**1**"))
print("x" * 1_000_000)
display({"one": 1.0, "10": "ten", "9": "nine"})
Shown(text__latex="$x$")`,
  'import sys\nprint("out")\nprint("err", file=sys.stderr)\n{"whole": 1.0, "10": "ten", "9": "nine"}',
  'def ratio(n): return 1 / n\nprint("before")\nratio(0)',
] as const

/** Scripts of a session have names of their own, and no run takes as long as another. */
const alike = (seen: object): unknown =>
  JSON.parse(
    JSON.stringify({ ...seen, ms: 0, execution_id: undefined }).replaceAll(/script-\d+\.py/g, 'script.py'),
  )

/** The outcomes of the scripts as the model's twin was sent them last. */
const told = (ai: AiTwin): unknown[] =>
  (ai.asked().at(-1)?.turns ?? [])
    .flatMap(({ results }) => results)
    .slice(-scripts.length)
    .map((seen) => alike(seen as object))

test('a run is told alike by the page, from the browser and from the server, and by ai-chat itself', async ({
  chat,
  ai,
  backend,
}) => {
  const play = () => ai.play([...scripts.map((python) => ({ python })), { text: 'Done.' }])
  const ask = async (question: string) => {
    play()
    await chat.send(question)
    await expect(chat.messages.getByText('Done.')).toHaveCount(question === 'Here' ? 1 : 2, {
      timeout: 60_000,
    })
  }
  await ask('Here')
  const inBrowser = told(ai)
  expect(inBrowser).toMatchObject([
    {
      ok: true,
      artifacts: ['text/html', 'text/latex'],
      stdout: expect.stringMatching(/\d bytes more were printed/),
    },
    { ok: true, stdout: 'out\nerr\n', result: '{"whole":1.0,"10":"ten","9":"nine"}' },
    { ok: false, stdout: 'before\n', error: expect.stringMatching(/^Traceback.*ZeroDivisionError/s) },
  ])

  await test.step('the page has it run on the server', async () => {
    await chat.button('Chat options').click()
    await chat.page.getByRole('combobox', { name: 'Run in' }).selectOption('On the server')
    await chat.page.keyboard.press('Escape')
    await ask('There')
    expect(told(ai)).toEqual(inBrowser)
  })

  await test.step('ai-chat runs it itself', async () => {
    play()
    const { accessToken } = await backend.signUp()
    const response = await fetch(`${backend.url}/functions/v1/ai-chat`, {
      method: 'POST',
      headers: { apikey: backend.publishableKey, authorization: `Bearer ${accessToken}` },
      body: JSON.stringify({
        executor: 'edge',
        messages: [{ role: 'user', parts: [{ type: 'text', text: 'Here' }] }],
      }),
    })
    const { steps } = chatAnswer.parse(await response.json())
    expect(told(ai)).toEqual(inBrowser)
    expect(steps.map(({ observation }) => alike(observation))).toEqual(inBrowser)
  })
})
