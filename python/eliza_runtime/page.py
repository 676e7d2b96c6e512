"""Connects a script to the page: display(), progress() and questions."""

from json import dumps
from typing import Any

from . import questions, streams
from .display import show_itself, to_bundle, to_raw_bundle

_port: Any = None
_left_out = 0


def connect(port: Any, has_person: bool = True) -> None:
    """Sets the port to the page: an object with display(json), progress(share, text) and ask(prompt, is_hidden)."""
    global _port
    _port = port
    questions.connect(port, has_person)


def display(*values: Any, raw: bool = False) -> None:
    """Show values in the output, each in its richest form: tables, images, HTML, Markdown, LaTeX, JSON.

    A class defines its forms with IPython's methods: _repr_html_, _repr_markdown_, _repr_latex_, _repr_svg_,
    _repr_png_, _repr_jpeg_, _repr_json_, _repr_mimebundle_ or _ipython_display_. With raw=True, each value is a
    dict of forms by media type, such as {"text/html": "<b>bold</b>"}. HTML runs no scripts and loads nothing
    from other sites.
    """
    for value in values:
        if not raw:
            if not show_itself(value):
                show(to_bundle(value) or {"text/plain": "None"})
        elif isinstance(value, dict):
            show(to_raw_bundle(value))
        else:
            raise TypeError(
                f"display(raw=True) takes a dict of forms by media type, not {type(value).__name__}"
            )


def show(bundle: dict[str, str]) -> None:
    """Shows a bundle. Counts it as left out if the run has reached its limit."""
    global _left_out
    if _port is not None and not _port.display(dumps(bundle)):
        _left_out += 1


def tell_progress(share: float, text: str) -> None:
    if _port is not None:
        _port.progress(share, text)


def end_run() -> None:
    """Warns on stderr if displays were left out, and resets their count."""
    global _left_out
    if _left_out:
        displays = "1 display is" if _left_out == 1 else f"{_left_out:,} displays are"
        streams.warn(f"{displays} left out: the run has shown as much as is kept.")
    _left_out = 0
