# ---
# title: When a tool fails
# summary: Catch the error of a tool, read its details, and let the script fail if an error is not caught.
# tags: tools, errors
# tools: browse_web, invoke_function
# ---

# Every failure is a ToolError. It names the tool, the kind of error, and whether a retry may help.
try:
    await tools.invoke_function("no_such_function")
except ToolError as error:
    print(f"{error.tool} failed: {error}")
    print(f"  code={error.code} status={error.status} retryable={error.retryable}")

# Each error also inherits from the nearest builtin exception, so that ordinary handlers work.
try:
    await tools.browse_web("not an address")
except ValueError as error:
    print(f"{type(error).__name__} is a ValueError: {error}")

# Private addresses are refused. This error is not caught, so the run fails and the editor marks this line.
await tools.browse_web("http://192.168.0.1/")
