/** One runner of two: each script goes where the person has scripts run, and what is shown is the latest run of either. */
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
      // Between runs: of the interpreter that the next one will have.
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
    decide: (seq, choice) => current.decide(seq, choice),
    forget() {
      for (const runner of all) runner.forget()
    },
    restart: () => browser.restart(),
    dispose() {
      for (const runner of all) runner.dispose()
    },
  }
}
