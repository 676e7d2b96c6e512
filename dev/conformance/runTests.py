"""Runs one module of CPython's tests as a script, and reports the outcome of each test as a line of JSON."""

import json
import os
import sys
import tempfile
import traceback
import types
import unittest

with open("/conformance/task.json") as file:
    task = json.load(file)
sys.path.insert(0, "/cpython")

from test import support

# Like regrtest by itself: no tests that need much time, memory or a network.
support.use_resources = {}
os.chdir(tempfile.mkdtemp())

# This package refuses to be imported without sockets, though most of its modules need none.
asyncio_tests = types.ModuleType("test.test_asyncio")
asyncio_tests.__path__ = ["/cpython/test/test_asyncio"]
sys.modules["test.test_asyncio"] = sys.modules["test"].test_asyncio = asyncio_tests


def tell(kind, test, reason=""):
    with open("/conformance/report.jsonl", "a") as report:
        print(json.dumps([kind, str(test), reason]), file=report)


def last_line(error):
    try:
        text = "".join(traceback.format_exception_only(error[0], error[1]))
    except Exception as problem:
        text = f"{error[0].__name__}, which cannot be printed: {problem!r}"
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    # The message of an assertion may have many lines; its first one tells the most.
    return next((line for line in lines if line.startswith(error[0].__name__)), lines[-1])[:300]


class Reporter(unittest.TestResult):
    def startTest(self, test):
        super().startTest(test)
        tell("started", test.id())

    def addSuccess(self, test):
        tell("passed", test.id())

    def addError(self, test, error):
        tell("failed", test.id(), last_line(error))

    addFailure = addError

    def addSubTest(self, test, subtest, error):
        if error is not None:
            self.addError(test, error)

    def addSkip(self, test, reason):
        # The first reason of a subtest does not make the whole test skipped.
        tell("subskipped" if isinstance(test, unittest.case._SubTest) else "skipped", test.id(), reason)

    def addExpectedFailure(self, test, error):
        tell("passed", test.id())

    def addUnexpectedSuccess(self, test):
        tell("failed", test.id(), "It passes, though the test expects a failure.")


def without_done(suite):
    """Returns the suite without the tests that an earlier interpreter has run, and those that are left out."""
    if isinstance(suite, unittest.TestSuite):
        return type(suite)([without_done(each) for each in suite if is_to_run(each)])
    return suite


def is_to_run(test):
    if isinstance(test, unittest.TestSuite):
        return True
    if test.id() in done:
        return False
    reason = next(
        (reason for part, reason in task["leftOut"].items() if f".{part}." in f"{test.id()}."), None
    )
    if reason is not None:
        tell("skipped", test.id(), reason)
    return reason is None


done = set(task["done"])

try:
    suite = unittest.defaultTestLoader.loadTestsFromName(task["module"])
except unittest.SkipTest as skip:
    tell("skipped", task["module"], str(skip))
else:
    without_done(suite).run(Reporter())
tell("ended", task["module"])
