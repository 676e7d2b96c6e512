# ---
# title: Remember and tell
# summary: Keep a figure in memory, find what was kept before, and tell subscribers of it by a signed webhook.
# tags: memory, webhooks, mining, tools
# tools: get_mining_stats, match_memories, remember, ecosystem_webhook
# ---
stats = await tools.get_mining_stats()

# By their words always, by what they mean where an embedding model is set up.
earlier = await tools.match_memories("hash rate of the miner", limit=3)
for memory in earlier:
    print(f"{memory['created_at'][:10]}  {memory['content']}")

stored = await tools.remember(
    f"The hash rate of the miner was {stats['hash']:,.0f} H/s", context_type="mining"
)
if not stored["embedded"]:
    print(f"It is found by its words only. {stored['note']}")

# Who is subscribed under Settings, Webhooks, is sent this, and again at a later call where it did not arrive.
event = await tools.ecosystem_webhook("mining.measured", {"hash": stats["hash"]})
for delivery in event["deliveries"]:
    print(f"{delivery['status']}: {delivery['error'] or 'the subscriber has it'}")

{"hash": stats["hash"], "known_before": len(earlier), "told": len(event["deliveries"])}
