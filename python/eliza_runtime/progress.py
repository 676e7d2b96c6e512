"""Shows how far a script is as a progress bar, throttled to one update per 50 ms."""

import time

from . import page

_SECONDS_BETWEEN = 0.05

_told_at = 0.0
_told_share = 0.0
_waiting: tuple[float, str] | None = None


def progress(share: float, text: str = "") -> None:
    """Show how far the script is: `progress(0.4, "fetching")` fills a bar to 40 %.

    Raises ValueError if the share is not from 0 to 1, TypeError if it is not a number.
    """
    global _told_at, _waiting
    refusal = f"progress() takes a share from 0 to 1, not {share!r}. For 40 of 100, call progress(40 / 100)"
    try:
        share = float(share)
    except TypeError, ValueError:
        raise TypeError(refusal) from None
    # A sum of floats may be slightly above 1.
    if not -1e-6 <= share <= 1 + 1e-6:
        raise ValueError(refusal)
    _waiting = (min(1.0, max(0.0, share)), str(text))
    now = time.monotonic()
    if (share >= 1 and _told_share < 1) or now - _told_at >= _SECONDS_BETWEEN:
        _told_at = now
        flush()


def flush() -> None:
    """Sends the latest progress if it was held back."""
    global _waiting, _told_share
    if _waiting is not None:
        share, text = _waiting
        _told_share = share
        _waiting = None
        page.tell_progress(share, text)


def end_run() -> None:
    """Sends the latest progress and resets for the next run."""
    global _told_at, _told_share
    flush()
    _told_at = _told_share = 0.0
