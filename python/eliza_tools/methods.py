"""The methods of `tools`. Generated from contract/tools by `npm run generate`: change it there."""

from typing import Any, Literal, TypedDict

from .bridge import call


class GetMiningStatsResult(TypedDict):
    scope: Literal["wallet", "pool"]
    """What the figures are about."""
    hash: float
    """Hash rate in hashes per second."""
    amtDue: float
    """Unpaid amount in atomic units, 1e12 per XMR."""
    amtPaid: float
    """Amount paid so far in atomic units, 1e12 per XMR."""
    validShares: float
    """Shares the pool accepted."""
    invalidShares: float
    """Shares the pool refused."""
    totalShares: float
    """Accepted and refused shares together."""
    timestamp: str
    """When the figures were fetched, ISO 8601 in UTC."""
    raw: dict[str, Any]
    """SupportXMR's answer as it came."""


class BrowseWebResultLink(TypedDict):
    text: str
    url: str


class BrowseWebResult(TypedDict):
    url: str
    """The address after redirects."""
    status: int
    """The page's HTTP status."""
    title: str
    content: str
    """Readable text, at most 200,000 characters."""
    truncated: bool
    """True where content was cut at its limit."""
    links: list[BrowseWebResultLink]
    """Links of the page, at most 200, addresses absolute."""


class MatchMemoriesResultItem(TypedDict):
    id: str
    content: str
    context_type: str
    importance: float
    """From 0 to 1."""
    score: float
    """Rank of the match; larger is better, comparable within one answer."""
    created_at: str
    """ISO 8601."""


class RememberResult(TypedDict):
    id: str
    created_at: str
    """ISO 8601."""


class ElizaTools:
    """The tools of this project. Every method is a coroutine: `await` it, or gather several."""

    async def get_mining_stats(self, wallet_address: str | None = None) -> GetMiningStatsResult:
        """Monero mining statistics from SupportXMR, for one wallet or the whole pool.

        Args:
            wallet_address: A Monero address. Without it MINING_WALLET_ADDRESS is used, and without that the pool.

        Raises:
            ToolError: or one of its subclasses; `code` says what happened.

        Example:
            stats = await tools.get_mining_stats()
            stats["hash"]
        """
        return await call("get_mining_stats", {"wallet_address": wallet_address})

    async def browse_web(
        self, url: str, action: Literal["extract", "html"] = "extract", extract_content: bool = True
    ) -> BrowseWebResult:
        """Fetch a public web page and extract its readable text.

        Args:
            url: An http or https address on the public internet.
            action: 'extract' for title, text and links, 'html' for the page's source as `content`.
            extract_content: Reduce the page to its article; False keeps the text of the whole page.

        Raises:
            ToolError: or one of its subclasses; `code` says what happened.

        Example:
            page = await tools.browse_web("https://example.com")
            page["title"]
        """
        return await call("browse_web", {"url": url, "action": action, "extract_content": extract_content})

    async def match_memories(self, query: str, limit: int = 10) -> list[MatchMemoriesResultItem]:
        """Find remembered texts that match a query, best first.

        Args:
            query: Words to look for, in any form of the word.
            limit: How many at most.

        Raises:
            ToolError: or one of its subclasses; `code` says what happened.

        Example:
            await tools.match_memories("mining", limit=5)
        """
        return await call("match_memories", {"query": query, "limit": limit})

    async def remember(
        self, content: str, context_type: str = "note", importance: float = 0.5
    ) -> RememberResult:
        """Store a text in memory, to be found again with match_memories.

        Args:
            content: The text to keep.
            context_type: What kind of memory it is.
            importance: From 0 (trivial) to 1 (vital).

        Raises:
            ToolError: or one of its subclasses; `code` says what happened.

        Example:
            await tools.remember("The pool pays out at 0.1 XMR", importance=0.8)
        """
        return await call(
            "remember", {"content": content, "context_type": context_type, "importance": importance}
        )

    async def invoke_function(self, function_name: str, payload: dict[str, Any] | None = None) -> Any:
        """Call any edge function of this project by its name.

        Args:
            function_name: The function's folder name, such as 'mining-proxy'.
            payload: What it is sent, as JSON. None sends an empty object.

        Raises:
            ToolError: or one of its subclasses; `code` says what happened.

        Example:
            await tools.invoke_function("match_memories", {"query": "mining"})
        """
        return await call("invoke_function", {"function_name": function_name, "payload": payload})
