# ---
# title: Parallel data gathering
# summary: Call three tools concurrently and use the answers that arrive, even if one of them fails.
# tags: tools, parallel
# tools: get_mining_stats, browse_web, match_memories
# ---
import time

started = time.monotonic()

# gather() starts all three before it waits, so the total time is that of the slowest.
mining, page, memories = await asyncio.gather(
    tools.get_mining_stats(),
    tools.browse_web("https://www.getmonero.org"),
    tools.match_memories("mining", limit=5),
    return_exceptions=True,
)
print(f"Three tools answered in {time.monotonic() - started:.1f} s")


def describe(name, answer, summarize):
    """Make one row of the table, for an answer or an error."""
    if isinstance(answer, ToolError):
        return {"source": name, "ok": False, "finding": str(answer)}
    if isinstance(answer, BaseException):
        raise answer
    return {"source": name, "ok": True, "finding": summarize(answer)}


[
    describe("pool", mining, lambda stats: f"{stats['hash']:,.0f} hashes per second"),
    describe("web page", page, lambda page: f"{page['title']}: {len(page['content']):,} characters"),
    describe("memory", memories, lambda found: f"{len(found)} memories about mining"),
]
