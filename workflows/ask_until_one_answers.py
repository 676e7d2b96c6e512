# ---
# title: Ask until one answers
# summary: Ask several AI providers one after the other, print the outcome of each, and keep the first answer.
# tags: ai, tools, errors
# tools: gemini_chat, deepseek_chat, kimi_chat, wan_ai_chat
# ---
messages = [{"role": "user", "content": "In one sentence: what does a mining pool do?"}]

providers = [
    ("Gemini", tools.gemini_chat),
    ("DeepSeek", tools.deepseek_chat),
    ("Kimi", tools.kimi_chat),
    ("WAN-AI", tools.wan_ai_chat),
]

result = None
for name, chat in providers:
    try:
        print(f"Asking {name} …")
        answer = await chat(messages)
    except ToolError as error:
        # A provider without a key fails too. Its message names the variable to set.
        print(f"  {name} failed: {error}")
    else:
        print(f"  {name} answered with {answer['model']}")
        result = {"provider": name, "answer": answer["content"], "usage": answer["usage"]}
        break

# tools.ai_chat does the same in one call, and skips providers that failed recently.
result or {"error": "All providers failed"}
