# ---
# title: Three sources at once
# summary: Mining figures, a web page and the memory in one expression; the slowest one decides how long it takes.
# tags: tools, parallel
# tools: get_mining_stats, browse_web, invoke_function
# ---
mining, web, memory = await asyncio.gather(
    tools.get_mining_stats(),
    tools.browse_web("https://supportxmr.com"),
    tools.invoke_function("match_memories", {"query": "mining"}),
)
{"mining": mining, "web": web, "memory": memory}
