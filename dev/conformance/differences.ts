/** Tests of CPython that fail here by design though they pass in stock Pyodide: name, and the reason. */
const noSource =
  'The standard library comes compiled and without its source, which halves the start, so tracebacks show its lines by number only.'
const ownInterrupt = 'Stop has an interrupt handler of its own: it must end a loop that computes, too.'

export const differences: Readonly<Record<string, string>> = {
  'test.test_contextlib_async.TestAsyncExitStack.test_exit_exception_traceback': noSource,
  'test.test_contextlib.TestExitStack.test_exit_exception_traceback': noSource,
  'test.test_unittest.test_result.Test_TestResult.test_addFailure_filter_traceback_frames': noSource,
  'test.test_unittest.test_result.Test_TestResult.test_addFailure_filter_traceback_frames_context': noSource,
  'test.test_pdb.test_pdb_return_to_different_file': noSource,
  'test.test_pdb.test_pdb_issue_20766': ownInterrupt,
}
