# Generated from contract/tools by `npm run generate`: change it there.

from collections.abc import AsyncGenerator
from typing import Any, Literal, TypedDict


class GetMiningStatsResult(TypedDict):
    scope: Literal["wallet", "pool"]
    """The subject of the figures."""
    hash: float
    """Hash rate in hashes per second."""
    amtDue: float
    """Unpaid amount in atomic units, 1e12 per XMR."""
    amtPaid: float
    """Amount paid so far in atomic units, 1e12 per XMR."""
    validShares: float
    """Shares that the pool accepted."""
    invalidShares: float
    """Shares that the pool refused."""
    totalShares: float
    """Accepted and refused shares together."""
    timestamp: str
    """When the figures were fetched, ISO 8601 in UTC."""
    raw: dict[str, Any]
    """SupportXMR's unchanged answer."""


class BrowseWebResultLink(TypedDict):
    text: str
    url: str


class BrowseWebResultMetadata(TypedDict):
    description: str | None
    site_name: str | None
    author: str | None
    published: str | None
    """In the format of the page, mostly ISO 8601."""
    modified: str | None
    keywords: str | None
    language: str | None
    """For example 'en'."""
    image: str | None
    """The address of the page's preview image."""
    canonical_url: str | None
    """The preferred address of the page."""


class BrowseWebResult(TypedDict):
    url: str
    """The address after redirects."""
    status: int
    """The page's HTTP status."""
    title: str
    content: str
    """Readable text, at most 200,000 characters."""
    truncated: bool
    """True if content was cut at its limit."""
    links: list[BrowseWebResultLink]
    """Links of the page, at most 200, with absolute addresses."""
    metadata: BrowseWebResultMetadata
    """Metadata from the page. None for fields that it does not give."""
    json: Any
    """The parsed JSON if action is 'json', else None."""


class MatchMemoriesResultItem(TypedDict):
    id: str
    content: str
    context_type: str
    importance: float
    """From 0 to 1."""
    score: float
    """Rank of the match. Larger is better. Comparable within one answer only."""
    similarity: float | None
    """Similarity of meaning to the query, at most 1. None if it was not compared."""
    created_at: str
    """ISO 8601."""


class RememberResult(TypedDict):
    id: str
    created_at: str
    """ISO 8601."""
    embedded: bool
    """True if the text can be found by meaning. By its words it can always be found."""
    note: str | None
    """Why the text is not embedded. None if it is."""


class VectorizeMemoryResult(TypedDict):
    id: str
    model: str
    """Provider and model, such as openai/text-embedding-3-small."""
    dimension: int
    """Length of the vector."""
    embedded_at: str
    """ISO 8601."""


class ExtractKnowledgeResultEntitie(TypedDict):
    id: str
    kind: str
    """For example person, organization, place or technology."""
    name: str
    description: str
    """May be empty."""
    mentions: int
    """How many messages spoke of it so far."""


class ExtractKnowledgeResultRelationship(TypedDict):
    id: str
    source_id: str
    target_id: str
    kind: str
    """For example works_at or located_in."""
    mentions: int
    """How many messages spoke of it so far."""


class AiUsage(TypedDict):
    input_tokens: int | None
    """None if the provider does not report it."""
    output_tokens: int | None
    cost: float | None
    """At list price. None if the model's price is not known."""
    currency: Literal["USD", "CNY"] | None


class ExtractKnowledgeResult(TypedDict):
    message_id: str
    entities: list[ExtractKnowledgeResultEntitie]
    """At most 50."""
    relationships: list[ExtractKnowledgeResultRelationship]
    """Between these entities, at most 100."""
    complete: bool
    """False if the message was too long and only its beginning was read."""
    provider: Literal["openai", "gemini", "deepseek", "kimi", "wan-ai", "compatible"]
    """The provider that answered."""
    model: str
    usage: AiUsage


class AiAttempt(TypedDict):
    provider: Literal["openai", "gemini", "deepseek", "kimi", "wan-ai", "compatible"]
    model: str
    ok: bool
    failure: (
        Literal[
            "cooling-down",
            "rate-limited",
            "quota-used-up",
            "key-refused",
            "model-not-found",
            "request-refused",
            "prompt-too-long",
            "server-error",
            "unreachable",
            "timed-out",
            "malformed",
            "empty",
            "stalled",
            "cut-off",
        ]
        | None
    )
    """None if the provider answered."""
    reason: str | None
    """The failure as a sentence."""
    status: int | None
    """The provider's HTTP status if it reported an error."""
    duration_ms: float


class AiChatResult(TypedDict):
    response: str
    provider: Literal["openai", "gemini", "deepseek", "kimi", "wan-ai", "compatible"]
    """The provider that answered."""
    model: str
    complete: bool
    """False if the answer was cut off. The text so far is kept."""
    attempts: list[AiAttempt]
    """The providers that were asked, in order. The last one answered."""
    usage: AiUsage


class GeminiChatResult(TypedDict):
    content: str
    model: str
    complete: bool
    """False if the answer was cut off. The text so far is kept."""
    usage: AiUsage


class DeepseekChatResult(TypedDict):
    content: str
    model: str
    complete: bool
    """False if the answer was cut off. The text so far is kept."""
    usage: AiUsage


class KimiChatResult(TypedDict):
    content: str
    model: str
    complete: bool
    """False if the answer was cut off. The text so far is kept."""
    usage: AiUsage


class WanAiChatResult(TypedDict):
    content: str
    model: str
    complete: bool
    """False if the answer was cut off. The text so far is kept."""
    usage: AiUsage


class TextToSpeechResult(TypedDict):
    audio_base64: str
    """The audio as base64, at most 7 MB of bytes."""
    media_type: str
    """For example 'audio/mpeg'."""
    voice: str
    model: str


class SpeechToTextResult(TypedDict):
    text: str
    language: str | None
    """None if the service does not report it."""
    duration_seconds: float | None
    """None if the service does not report it."""
    model: str


class WebhookDelivery(TypedDict):
    id: str
    subscription_id: str
    event_type: str
    status: Literal["waiting", "delivered", "failed"]
    attempts: int
    """So far; after 8 it has failed."""
    response_code: int | None
    """The subscriber's HTTP status; None where it gave none."""
    error: str | None
    """What went wrong at the last attempt."""
    next_attempt_at: str | None
    """From when on the next call tries again, ISO 8601; None where nothing is left to do."""


class EcosystemWebhookResult(TypedDict):
    event_id: str
    deliveries: list[WebhookDelivery]
    """One for each subscriber. Empty if there are no subscribers."""


class RetryWebhooksResult(TypedDict):
    deliveries: list[WebhookDelivery]
    """The deliveries that were sent, with their outcomes."""


class ElizaTools:
    """The tools of this project. Await a method, or pass several to asyncio.gather(). Loop over a stream with `async for`."""

    async def get_mining_stats(self, wallet_address: str | None = None) -> GetMiningStatsResult:
        """Get Monero mining statistics from SupportXMR, for one wallet or the whole pool.

        Args:
            wallet_address: A Monero address. None: the address in MINING_WALLET_ADDRESS, or the pool if that is not set.

        Raises:
            ToolError: or one of its subclasses, if the call fails. `code` says why.

        Example:
            stats = await tools.get_mining_stats()
            stats["hash"]
        """

    async def browse_web(
        self,
        url: str,
        action: Literal["extract", "json", "html"] = "extract",
        extract_content: bool = True,
        redirects: Literal["follow", "same_host"] = "follow",
    ) -> BrowseWebResult:
        """Fetch a public web page and extract its readable text, or read JSON from an address.

        Args:
            url: An http or https address on the public internet.
            action: 'extract' for title, text, links and metadata, 'json' for an address that returns JSON, 'html' for the page's source as `content`.
            extract_content: Reduce the page to its article. False keeps the text of the whole page.
            redirects: 'same_host' refuses a redirect to another host, and names its address. Chats that ask about hosts always use it.

        Raises:
            ToolError: or one of its subclasses, if the call fails. `code` says why.

        Example:
            page = await tools.browse_web("https://example.com")
            page["title"]
        """

    async def match_memories(
        self, query: str, limit: int = 10, threshold: float = 0
    ) -> list[MatchMemoriesResultItem]:
        """Find remembered texts that match a query by words or by meaning, best match first.

        Args:
            query: Words to search for, in any grammatical form.
            limit: The most texts to return.
            threshold: Minimum similarity of a text that shares no word with the query. Typical values depend on the embedding model. Ignored without one.

        Raises:
            ToolError: or one of its subclasses, if the call fails. `code` says why.

        Example:
            await tools.match_memories("mining", limit=5)
        """

    async def remember(
        self, content: str, context_type: str = "note", importance: float = 0.5
    ) -> RememberResult:
        """Store a text in memory. match_memories finds it again.

        Args:
            content: The text to store.
            context_type: The kind of memory.
            importance: From 0 (trivial) to 1 (vital).

        Raises:
            ToolError: or one of its subclasses, if the call fails. `code` says why.

        Example:
            await tools.remember("The pool pays out at 0.1 XMR", importance=0.8)
        """

    async def vectorize_memory(self, memory_id: str) -> VectorizeMemoryResult:
        """Embed one memory with the current model, so that it can be found by meaning.

        Args:
            memory_id: The id from remember or match_memories.

        Raises:
            ToolError: or one of its subclasses, if the call fails. `code` says why.

        Example:
            memory = await tools.remember("The pool pays out at 0.1 XMR")
            await tools.vectorize_memory(memory["id"])
        """

    async def extract_knowledge(self, message_id: str) -> ExtractKnowledgeResult:
        """Let a model find entities and their relationships in a stored message, and store them.

        Args:
            message_id: The id of a message in one of your conversations.

        Raises:
            ToolError: or one of its subclasses, if the call fails. `code` says why.

        Example:
            known = await tools.extract_knowledge("00000000-0000-4000-8000-000000000000")
            [entity["name"] for entity in known["entities"]]
        """

    async def ai_chat(
        self,
        message: str,
        context: str | dict[str, Any] | None = None,
        conversation_history: list[dict[str, Any]] | None = None,
    ) -> AiChatResult:
        """Ask an AI model. If a provider fails, the next one is asked.

        Args:
            message: The question.
            context: Background for the model, as text or as JSON.
            conversation_history: Earlier turns, oldest first: each with role ('user', 'assistant', 'system') and content.

        Raises:
            ToolError: or one of its subclasses, if the call fails. `code` says why.

        Example:
            answer = await tools.ai_chat("Why is the sky blue?")
            answer["response"]
        """

    def ai_chat_stream(
        self,
        message: str,
        context: str | dict[str, Any] | None = None,
        conversation_history: list[dict[str, Any]] | None = None,
    ) -> AsyncGenerator[str]:
        """Ask an AI model and get its answer piece by piece, as it is written.

        Args:
            message: The question.
            context: Background for the model, as text or as JSON.
            conversation_history: Earlier turns, oldest first: each with role ('user', 'assistant', 'system') and content.

        Raises:
            ToolError: or one of its subclasses, if the call fails. `code` says why.

        Example:
            async for text in tools.ai_chat_stream("Why is the sky blue?"):
                print(text, end="", flush=True)
        """

    async def gemini_chat(
        self,
        messages: list[dict[str, Any]],
        model: str | None = None,
        temperature: float | None = None,
        max_tokens: int | None = None,
    ) -> GeminiChatResult:
        """Ask Gemini, and no other provider.

        Args:
            messages: The conversation, oldest first: each with role ('user', 'assistant', 'system') and content.
            model: Any model of the provider, such as the classic 'gemini-1.5-flash' while it is offered. None: 'gemini-3.5-flash-lite', unless the variable GEMINI_MODEL names another.
            temperature: From 0 to 2. Sent only if given, since some models refuse it.
            max_tokens: Limit for the length of the answer, in tokens.

        Raises:
            ToolError: or one of its subclasses, if the call fails. `code` says why.

        Example:
            answer = await tools.gemini_chat([{"role": "user", "content": "Why is the sky blue?"}])
            answer["content"]
        """

    async def deepseek_chat(
        self,
        messages: list[dict[str, Any]],
        model: str | None = None,
        temperature: float | None = None,
        max_tokens: int | None = None,
    ) -> DeepseekChatResult:
        """Ask DeepSeek, and no other provider.

        Args:
            messages: The conversation, oldest first: each with role ('user', 'assistant', 'system') and content.
            model: Any model of the provider, such as the classic 'deepseek-chat' while it is offered. None: 'deepseek-flash', unless the variable DEEPSEEK_MODEL names another.
            temperature: From 0 to 2. Sent only if given, since some models refuse it.
            max_tokens: Limit for the length of the answer, in tokens.

        Raises:
            ToolError: or one of its subclasses, if the call fails. `code` says why.

        Example:
            answer = await tools.deepseek_chat([{"role": "user", "content": "Why is the sky blue?"}])
            answer["content"]
        """

    async def kimi_chat(
        self,
        messages: list[dict[str, Any]],
        model: str | None = None,
        temperature: float | None = None,
        max_tokens: int | None = None,
    ) -> KimiChatResult:
        """Ask Kimi, and no other provider.

        Args:
            messages: The conversation, oldest first: each with role ('user', 'assistant', 'system') and content.
            model: Any model of the provider, such as the classic 'moonshot-v1-32k' while it is offered. None: 'moonshotai/kimi-k2.6', unless the variable OPENROUTER_MODEL names another.
            temperature: From 0 to 2. Sent only if given, since some models refuse it.
            max_tokens: Limit for the length of the answer, in tokens.

        Raises:
            ToolError: or one of its subclasses, if the call fails. `code` says why.

        Example:
            answer = await tools.kimi_chat([{"role": "user", "content": "Why is the sky blue?"}])
            answer["content"]
        """

    async def wan_ai_chat(
        self,
        messages: list[dict[str, Any]],
        model: str | None = None,
        temperature: float | None = None,
        max_tokens: int | None = None,
    ) -> WanAiChatResult:
        """Ask WAN-AI, and no other provider.

        Args:
            messages: The conversation, oldest first: each with role ('user', 'assistant', 'system') and content.
            model: Any model of the provider, such as the classic 'qwen-max' while it is offered. None: 'qwen3.8-flash', unless the variable WAN_AI_MODEL names another.
            temperature: From 0 to 2. Sent only if given, since some models refuse it.
            max_tokens: Limit for the length of the answer, in tokens.

        Raises:
            ToolError: or one of its subclasses, if the call fails. `code` says why.

        Example:
            answer = await tools.wan_ai_chat([{"role": "user", "content": "Why is the sky blue?"}])
            answer["content"]
        """

    async def text_to_speech(
        self, text: str, voice: str | None = None, audio_format: Literal["mp3", "opus", "wav"] = "mp3"
    ) -> TextToSpeechResult:
        """Turn text into speech that plays in the output.

        Args:
            text: The text to speak, at most 4,096 characters.
            voice: A voice of the service. None for the configured one.
            audio_format: 'opus' is a quarter of the size of 'mp3'. 'wav' is not compressed.

        Raises:
            ToolError: or one of its subclasses, if the call fails. `code` says why.

        Example:
            await tools.text_to_speech("The pool pays at noon.")
        """

    async def speech_to_text(self, audio_base64: str) -> SpeechToTextResult:
        """Transcribe speech in audio to text.

        Args:
            audio_base64: WAV, MP3, Ogg, FLAC, WebM or MP4 audio as base64, at most 740 KB of bytes.

        Raises:
            ToolError: or one of its subclasses, if the call fails. `code` says why.

        Example:
            speech = await tools.text_to_speech("Hello")
            (await tools.speech_to_text(speech["audio_base64"]))["text"]
        """

    async def ecosystem_webhook(self, event_type: str, payload: dict[str, Any]) -> EcosystemWebhookResult:
        """Publish an event. It is stored, signed and sent to your subscribers (Settings, Webhooks).

        Args:
            event_type: The kind of event, such as 'mining.paid'.
            payload: The data for the subscribers, at most 64,000 characters as JSON.

        Raises:
            ToolError: or one of its subclasses, if the call fails. `code` says why.

        Example:
            await tools.ecosystem_webhook("mining.paid", {"xmr": 0.1})
        """

    async def retry_webhooks(self, delivery_id: str | None = None) -> RetryWebhooksResult:
        """Resend webhook deliveries that failed: one delivery, or all whose retry is due.

        Args:
            delivery_id: One delivery to send at once, whatever its status. None: up to 20 that are due.

        Raises:
            ToolError: or one of its subclasses, if the call fails. `code` says why.

        Example:
            await tools.retry_webhooks()
        """

    async def invoke_function(self, function_name: str, payload: dict[str, Any] | None = None) -> Any:
        """Call any edge function of this project by its name.

        Args:
            function_name: The function's folder name, such as 'mining-proxy'.
            payload: The JSON body. None sends an empty object.

        Raises:
            ToolError: or one of its subclasses, if the call fails. `code` says why.

        Example:
            await tools.invoke_function("match_memories", {"query": "mining"})
        """
