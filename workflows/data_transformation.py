# ---
# title: Data transformation
# summary: Turn raw mining statistics into readable figures: units, ratios and a date.
# tags: tools, data
# tools: get_mining_stats
# ---
from datetime import datetime

stats = await tools.get_mining_stats()

# The pool counts in atomic units: 1 XMR is 1e12 of them.
{
    "about": stats["scope"],
    "hash rate (kH/s)": round(stats["hash"] / 1000, 2),
    "amount due (XMR)": stats["amtDue"] / 1e12,
    "amount paid (XMR)": stats["amtPaid"] / 1e12,
    # max() avoids a division by zero if there are no shares.
    "share efficiency (%)": round(100 * stats["validShares"] / max(stats["totalShares"], 1), 2),
    "as of": datetime.fromisoformat(stats["timestamp"]).strftime("%d %B %Y, %H:%M UTC"),
}
