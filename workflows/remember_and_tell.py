# ---
# title: Remember and tell
# summary: Store a figure in memory, find earlier ones, and notify subscribers with a signed webhook.
# tags: memory, webhooks, mining, tools
# tools: get_mining_stats, match_memories, remember, ecosystem_webhook
# ---
stats = await tools.get_mining_stats()

# Memories are found by words, and also by meaning if an embedding model is set up.
earlier = await tools.match_memories("hash rate of the miner", limit=3)
for memory in earlier:
    print(f"{memory['created_at'][:10]}  {memory['content']}")

stored = await tools.remember(
    f"The hash rate of the miner was {stats['hash']:,.0f} H/s", context_type="mining"
)
if not stored["embedded"]:
    print(f"It is found by its words only. {stored['note']}")

# Sends the event to the subscribers under Settings, Webhooks. A later call retries deliveries that failed.
event = await tools.ecosystem_webhook("mining.measured", {"hash": stats["hash"]})
for delivery in event["deliveries"]:
    print(f"{delivery['status']}: {delivery['error'] or 'the subscriber has it'}")

{"hash": stats["hash"], "known_before": len(earlier), "told": len(event["deliveries"])}
