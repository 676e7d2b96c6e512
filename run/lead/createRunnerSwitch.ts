/** One runner made of two: each script runs where the person's setting says, and the latest run of either is shown. */
import type { Runner } from './Runner.ts'
import type { RunnerState } from './runnerState.ts'

/** `runsOnServer` is asked at the beginning of each run. */
export function createRunnerSwitch(browser: Runner, server: Runner, runsOnServer: () => boolean): Runner {
  let current = browser
  let state: RunnerState = browser.getState()
  const all = [browser, server]
  return {
    getState() {
      const { run } = current.getState()
      const isGoing = run !== null && run.phase !== 'ended'
      // Between runs, show the interpreter of the next one.
      const next = isGoing ? current : runsOnServer() ? server : browser
      const { interpreter } = next.getState()
      if (state.run !== run || state.interpreter !== interpreter) state = { interpreter, run, session: null }
      return state
    },
    subscribe(listener) {
      const ends = all.map((runner) => runner.subscribe(listener))
      return () => {
        for (const end of ends) end()
      }
    },
    run(request) {
      current = runsOnServer() ? server : browser
      return current.run(request)
    },
    stop: () => current.stop(),
    answer: (inputId, text) => current.answer(inputId, text),
    decide: (call, choice) => current.decide(call, choice),
    forget() {
      for (const runner of all) runner.forget()
    },
    restart: () => browser.restart(),
    dispose() {
      for (const runner of all) runner.dispose()
    },
  }
}
