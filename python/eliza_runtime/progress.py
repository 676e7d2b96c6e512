"""Says how far a script is: a bar in the output, told often enough to see and seldom enough to cost nothing."""

import time

from . import page

_SECONDS_BETWEEN = 0.05

_told_at = 0.0
_told_share = 0.0
_waiting: tuple[float, str] | None = None


def progress(share: float, text: str = "") -> None:
    """Show how far the script is: `progress(0.4, "fetching")` fills a bar to 40 %.

    Raises ValueError for a share that is not from 0 to 1, TypeError for one that is no number.
    """
    global _told_at, _waiting
    refusal = f"progress() takes a share from 0 to 1, not {share!r}; 40 of 100 is progress(40 / 100)"
    try:
        share = float(share)
    except TypeError, ValueError:
        raise TypeError(refusal) from None
    # Sums of floats may end a little beyond 1.
    if not -1e-6 <= share <= 1 + 1e-6:
        raise ValueError(refusal)
    _waiting = (min(1.0, max(0.0, share)), str(text))
    now = time.monotonic()
    if (share >= 1 and _told_share < 1) or now - _told_at >= _SECONDS_BETWEEN:
        _told_at = now
        flush()


def flush() -> None:
    """Tells what was said last, if it was not told yet."""
    global _waiting, _told_share
    if _waiting is not None:
        share, text = _waiting
        _told_share = share
        _waiting = None
        page.tell_progress(share, text)


def end_run() -> None:
    """The next run starts anew."""
    global _told_at, _told_share
    flush()
    _told_at = _told_share = 0.0
