# ---
# title: Hello, world
# summary: Print, compute, and show a value. The last expression of a script is its result.
# tags: start
# tools:
# ---
import sys

print("Hello from Python", sys.version.split()[0], "in your browser")

# The value of the last expression is shown under Result.
{"sum": sum(range(101)), "squares": [n * n for n in range(10)]}
