"""Shows the open matplotlib figures of a script, like notebooks. Never imports matplotlib itself."""

import contextlib
import io
import sys

from . import page, streams
from .display import to_raw_bundle


def show_figures(*_arguments: object, **_options: object) -> None:
    """Shows every open figure as PNG and closes it. If a figure cannot be drawn, stderr says why."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is None:
        return
    try:
        for number in pyplot.get_fignums():
            figure = pyplot.figure(number)
            image = io.BytesIO()
            figure.savefig(image, format="png", bbox_inches="tight")
            page.show(to_raw_bundle({"image/png": image.getvalue(), "text/plain": repr(figure)}))
            pyplot.close(figure)
    except Exception as error:  # A script may have replaced any part of pyplot.
        streams.warn(f"A figure could not be drawn: {type(error).__name__}: {error}")
        with contextlib.suppress(Exception):
            pyplot.close("all")
