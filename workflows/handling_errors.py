# ---
# title: When a tool fails
# summary: Catch what a tool raises, read what happened from it, and let the script fail where it should.
# tags: tools, errors
# tools: browse_web, invoke_function
# ---

# Every failure is a ToolError that says which tool, what happened, and whether trying again may help.
try:
    await tools.invoke_function("no_such_function")
except ToolError as error:
    print(f"{error.tool} failed: {error}")
    print(f"  code={error.code} status={error.status} retryable={error.retryable}")

# Each is the nearest builtin exception too, so that ordinary handlers work.
try:
    await tools.browse_web("not an address")
except ValueError as error:
    print(f"{type(error).__name__} is a ValueError: {error}")

# Private addresses are refused. Nobody catches this one: the run ends as failed, with this line marked.
await tools.browse_web("http://192.168.0.1/")
