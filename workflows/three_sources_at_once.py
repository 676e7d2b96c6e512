# ---
# title: Three sources at once
# summary: Fetch mining figures, a web page and memories concurrently. The total time is that of the slowest.
# tags: tools, parallel
# tools: get_mining_stats, browse_web, invoke_function
# ---
mining, web, memory = await asyncio.gather(
    tools.get_mining_stats(),
    tools.browse_web("https://supportxmr.com"),
    tools.invoke_function("match_memories", {"query": "mining"}),
)
{"mining": mining, "web": web, "memory": memory}
