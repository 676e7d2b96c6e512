# ---
# title: Conditional workflow
# summary: Branch on a tool's result: for a high hash rate ask an AI model, otherwise read the pool's page.
# tags: ai, tools
# tools: get_mining_stats, wan_ai_chat, browse_web
# ---
import json

stats = await tools.get_mining_stats()

if stats.get("hash", 0) > 1000:
    print(f"{stats['hash']:,} hashes per second: asking a model what to make of it")
    figures = {"hash": stats["hash"], "valid": stats["validShares"], "refused": stats["invalidShares"]}
    question = f"In two sentences, what do these Monero mining figures say? {json.dumps(figures)}"
    analysis = await tools.wan_ai_chat([{"role": "user", "content": question}])
    result = {"by": analysis["model"], "analysis": analysis["content"]}
else:
    print(f"{stats['hash']:,} hashes per second: looking at the pool")
    page = await tools.browse_web("https://supportxmr.com/api/pool/stats")
    result = {"by": page["url"], "analysis": page["content"][:500]}

result
