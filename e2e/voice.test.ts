/** A message that is spoken and an answer that is heard: microphone, voices and speech services are played, all else is real. */
import { installVoiceTwin } from '../dev/twins/installVoiceTwin.ts'
import { tone } from '../dev/twins/startSpeechTwin.ts'
import type { Page } from '@playwright/test'
import { ChatPage, expect, test } from './chatJourney.ts'

const recording = tone().toString('base64')

async function open(
  page: Page,
  options: Pick<Parameters<typeof installVoiceTwin>[0], 'hasRecognition' | 'microphone'>,
): Promise<ChatPage> {
  await page.addInitScript(installVoiceTwin, { ...options, recording })
  await page.goto('/chat/new')
  return new ChatPage(page)
}

/** The notes of the twin in the page. */
const noted = ({ page }: ChatPage, what: 'spoken' | 'played' | 'tracksStopped'): Promise<unknown> =>
  page.evaluate((name) => Reflect.get(Reflect.get(globalThis, 'voiceTwin'), name), what)

const hear = ({ page }: ChatPage, ...words: string[]): Promise<void> =>
  page.evaluate((said) => Reflect.get(globalThis, 'voiceTwin').hear(...said), words)

const fail = ({ page }: ChatPage, error: string): Promise<void> =>
  page.evaluate((name) => Reflect.get(globalThis, 'voiceTwin').fail(name), error)

test('the browser hears: words come at the caret, are mended, typed around, and nothing is sent', async ({
  page,
  ai,
}) => {
  const chat = await open(page, { hasRecognition: true, microphone: 'there' })
  const { message } = chat
  await message.fill('Tell me  please')
  await message.evaluate((field: HTMLTextAreaElement) => field.setSelectionRange(8, 8))
  await expect(chat.button('Dictate a message')).toHaveAttribute('title', /may send the audio to its maker/)
  await chat.button('Dictate a message').click()
  await expect(page.getByText('Listening. Esc ends it.')).toBeVisible()
  await hear(chat, 'the pull')
  await expect(message).toHaveValue('Tell me the pull please')
  await message.press('End')
  await message.pressSequentially('!')
  await hear(chat, 'the pool’s', 'hash rate')
  await expect(message).toHaveValue('Tell me the pool’s hash rate please!')
  await message.press('Escape')
  await expect(chat.button('Dictate a message')).toBeVisible()
  await expect(message).toHaveValue('Tell me the pool’s hash rate please!')
  expect(ai.requests).toEqual([])

  await test.step('sending ends it, and what is said then is not the next message', async () => {
    await chat.button('Dictate a message').click()
    await hear(chat, 'now')
    await expect(message).toHaveValue(/now/)
    await message.press('Enter')
    await expect(message).toHaveValue('')
    await expect(page.getByText('Listening. Esc ends it.')).toBeHidden()
    await hear(chat, 'now and later')
    await chat.hasAnswered()
    await expect(message).toHaveValue('')
  })
})

test('what keeps the browser from hearing is said, and what was typed stays; then it records', async ({
  page,
  speech,
}) => {
  speech.behave('answers')
  const chat = await open(page, { hasRecognition: true, microphone: 'there' })
  const { message } = chat
  const speak = chat.button('Dictate a message')
  const problem = page.getByRole('form', { name: 'New message' }).getByRole('alert')
  await message.fill('Typed')
  for (const [error, sentence] of [
    ['not-allowed', 'The browser may not use the microphone here.'],
    ['audio-capture', 'There is no microphone that can be used.'],
    ['no-speech', 'Nothing was heard.'],
    ['network', 'The browser’s speech recognition does not answer.'],
  ] as const) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await speak.click()
    // oxlint-disable-next-line no-await-in-loop
    await expect(chat.button('Stop listening')).toBeVisible()
    // oxlint-disable-next-line no-await-in-loop
    await fail(chat, error)
    // oxlint-disable-next-line no-await-in-loop
    await expect(problem).toContainText(sentence)
  }
  await expect(problem).toContainText('Or press again to record instead.')
  await expect(message).toHaveValue('Typed')

  await test.step('a recording is cancelled by Esc, and nobody is sent it', async () => {
    await expect(speak).toHaveAttribute('title', /transcription service/)
    await speak.click()
    await expect(page.getByText('Recording. Esc discards it.')).toBeVisible()
    await expect(page.getByText(/^\d+ s$/)).toBeVisible()
    await message.press('Escape')
    await expect(speak).toBeVisible()
    await expect.poll(() => noted(chat, 'tracksStopped')).toBe(1)
    expect(speech.requests).toEqual([])
  })

  await test.step('a recording is written down into the field', async () => {
    await speak.click()
    await chat.button('Stop recording').click()
    await expect(message).toHaveValue('Typed What was said.')
    expect(await noted(chat, 'tracksStopped')).toBe(2)
    expect(speech.requests.map(({ path }) => path)).toEqual(['/v1/audio/transcriptions'])
    expect(speech.requests[0]?.body).toContain('RIFF')
  })

  await test.step('a service that fails is quoted, and the text stays', async () => {
    speech.behave('breaks')
    await speak.click()
    await chat.button('Stop recording').click()
    await expect(problem).toContainText('The transcription service')
    await expect(message).toHaveValue('Typed What was said.')
  })
})

test('where the microphone is refused it says so, and where nothing can hear there is none', async ({
  page,
}) => {
  const chat = await open(page, { hasRecognition: false, microphone: 'refused' })
  await chat.button('Dictate a message').click()
  await expect(chat.page.getByRole('alert')).toContainText('The browser may not use the microphone here.')
  await open(page, { hasRecognition: false, microphone: 'none' })
  await expect(chat.page.getByText(/answers;/)).toBeVisible()
  await expect(chat.button('Chat options')).toBeVisible()
  await expect(chat.button('Dictate a message')).toHaveCount(0)
})

test('an answer is heard: by the service, and by the browser’s voice where that is not set up', async ({
  page,
  ai,
  speech,
}) => {
  speech.behave('answers')
  const chat = await open(page, { hasRecognition: false, microphone: 'none' })
  const text = 'It is **42**.\n\n```python\nprint("not spoken")\n```\n\nSee [the docs](https://a.example/).'
  ai.play([{ text }, { text: 'Another answer.' }])
  await chat.send('What is it?')
  await chat.hasAnswered()
  const read = chat.answer.getByRole('button', { name: 'Read aloud' })
  const stop = chat.page.getByRole('button', { name: 'Stop reading' })

  await test.step('nobody is asked before the button is pressed; then the service has the words alone', async () => {
    expect(speech.requests).toEqual([])
    await read.click()
    await expect.poll(() => noted(chat, 'played')).toEqual(['data:audio/mpeg;base64'])
    await expect(read).toBeVisible()
    await expect(chat.page.getByText('The answer was not read aloud')).toHaveCount(0)
    expect(speech.requests).toHaveLength(1)
    expect(JSON.parse(speech.requests[0]?.body ?? '')).toMatchObject({ input: 'It is 42.\nSee the docs.' })
  })

  await test.step('a service that fails is told, and can be stopped while it is waited for', async () => {
    speech.behave('limits')
    await read.click()
    await expect(chat.page.getByText('The answer was not read aloud')).toBeVisible()
    speech.behave('hangs')
    await read.click()
    await stop.click()
    await expect(read).toBeVisible()
    expect(await noted(chat, 'spoken')).toEqual([])
  })

  await test.step('whose key is refused is not asked again; the browser reads', async () => {
    speech.behave('refuses-the-key')
    await read.click()
    await expect.poll(() => noted(chat, 'spoken')).toContain('It is 42.\nSee the docs.')
    await expect(read).toHaveAttribute('title', 'Read aloud by the browser’s voice')
    await chat.page.evaluate(() => (Reflect.get(globalThis, 'voiceTwin').isPatient = true))
    await read.click()
    await expect(stop).toBeVisible()
    expect(speech.requests).toHaveLength(1)
  })

  await test.step('one speaks at a time, and none when the conversation is left', async () => {
    await chat.send('And else?')
    await chat.hasAnswered()
    await read.click()
    await expect.poll(() => noted(chat, 'spoken')).toContain('Another answer.')
    await expect(stop).toHaveCount(1)
    const before = await noted(chat, 'spoken')
    expect(before).toContain('(silence)')
    await chat.page.getByRole('link', { name: 'History', exact: true }).click()
    await expect.poll(() => noted(chat, 'spoken')).toEqual([...(before as string[]), '(silence)'])
  })
})
