# The names in every script's scope. The editor's type checker requires this file name.
import asyncio as asyncio
import json as json

from eliza_tools import ToolDenied as ToolDenied
from eliza_tools import ToolError as ToolError
from eliza_tools import ToolInputError as ToolInputError
from eliza_tools import ToolTimeout as ToolTimeout
from eliza_tools import ToolUnavailable as ToolUnavailable
from eliza_tools import tools as tools


def display(*values: object, raw: bool = False) -> None:
    """Show values in the output, each in its richest form: tables, images, HTML, Markdown, LaTeX, JSON.

    With raw=True, each value is a dict of forms by media type, such as {"text/html": "<b>bold</b>"}.
    """


def progress(share: float, text: str = "") -> None:
    """Show how far the script is: `progress(0.4, "fetching")` fills a bar to 40 %.

    Raises ValueError if the share is not from 0 to 1.
    """
