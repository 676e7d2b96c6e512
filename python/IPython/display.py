"""IPython.display by the runtime's own display(): values with a form of their own, and display() itself."""

import base64
import json
import re
from pathlib import Path
from typing import Any

from eliza_runtime import page

__all__ = [
    "HTML",
    "JSON",
    "SVG",
    "Code",
    "DisplayObject",
    "Image",
    "Latex",
    "Markdown",
    "Math",
    "Pretty",
    "TextDisplayObject",
    "clear_output",
    "display",
    "display_html",
    "display_jpeg",
    "display_json",
    "display_latex",
    "display_markdown",
    "display_png",
    "display_pretty",
    "display_svg",
]

_NO_NETWORK = (
    "IPython.display loads nothing from the network. Get the data first, by a tool or from a file, "
    "and pass it as `data`."
)


class DisplayObject:
    """A value that is shown in one form. `data` is its content; `filename` names a file to read it from."""

    _read_as_bytes = False

    def __init__(
        self,
        data: Any = None,
        url: str | None = None,
        filename: Any = None,
        metadata: dict[str, Any] | None = None,
    ) -> None:
        if isinstance(data, Path):
            data, filename = None, data
        if url is not None or (isinstance(data, str) and data.startswith(("http://", "https://"))):
            raise ValueError(_NO_NETWORK)
        self.data = data
        self.url = None
        self.filename = None if filename is None else str(filename)
        self.metadata = metadata or {}
        self.reload()

    def __repr__(self) -> str:
        return f"<IPython.display.{type(self).__name__} object>"

    def reload(self) -> None:
        """Read the file again, if there is one."""
        if self.filename is not None:
            file = Path(self.filename)
            self.data = file.read_bytes() if self._read_as_bytes else file.read_text()


class TextDisplayObject(DisplayObject):
    """A text in one form."""

    def __init__(self, data: Any = None, *arguments: Any, **options: Any) -> None:
        super().__init__(data, *arguments, **options)
        if self.data is not None and not isinstance(self.data, str):
            raise TypeError(f"{type(self).__name__} expects text, not {self.data!r}")


class Pretty(TextDisplayObject):
    """Plain text."""

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return {"text/plain": self.data}


class HTML(TextDisplayObject):
    """HTML. It runs no scripts and loads nothing from other sites."""

    def _repr_html_(self) -> Any:
        return self.data

    def __html__(self) -> Any:
        return self.data


class Markdown(TextDisplayObject):
    """Markdown."""

    def _repr_markdown_(self) -> Any:
        return self.data


class Latex(TextDisplayObject):
    """LaTeX, with its own delimiters."""

    def _repr_latex_(self) -> Any:
        return self.data


class Math(TextDisplayObject):
    """A formula in LaTeX, without delimiters."""

    def _repr_latex_(self) -> str:
        return f"$\\displaystyle {str(self.data).strip('$')}$"


class SVG(DisplayObject):
    """A drawing, as SVG text or bytes."""

    def _repr_svg_(self) -> Any:
        return self.data.decode() if isinstance(self.data, bytes) else self.data


class Code(TextDisplayObject):
    """Source code, highlighted by its language."""

    def __init__(self, data: Any = None, *arguments: Any, language: str = "python", **options: Any) -> None:
        super().__init__(data, *arguments, **options)
        self.language = language

    def _repr_markdown_(self) -> str:
        text = str(self.data).rstrip("\n")
        fence = "`" * max(3, 1 + max(map(len, re.findall("`+", text)), default=0))
        return f"{fence}{self.language}\n{text}\n{fence}"


class JSON(DisplayObject):
    """A tree of lists and dicts, given as such or as JSON text."""

    def __init__(self, data: Any = None, *arguments: Any, **options: Any) -> None:
        options.pop("expanded", None)
        options.pop("root", None)
        super().__init__(data, *arguments, **options)
        if isinstance(self.data, str):
            self.data = json.loads(self.data)

    def _repr_json_(self) -> Any:
        return self.data


class Image(DisplayObject):
    """A PNG or JPEG, given as bytes or by the name of a file; of a GIF or WebP, no form can be shown."""

    _read_as_bytes = True

    def __init__(
        self,
        data: Any = None,
        url: str | None = None,
        filename: Any = None,
        format: str | None = None,
        width: int | None = None,
        height: int | None = None,
        alt: str | None = None,
        **options: Any,
    ) -> None:
        if isinstance(data, str) and not data.startswith(("http://", "https://")):
            data, filename = None, data
        super().__init__(data, url, filename, options.get("metadata"))
        self.width, self.height, self.alt = width, height, alt
        self.format = (format or _format_of(self.data)).lower().replace("jpg", "jpeg")
        if self.format not in ("png", "jpeg"):
            raise ValueError(f"Cannot show an image of the format {self.format!r}: use PNG or JPEG.")

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        bundle = {f"image/{self.format}": self.data}
        if self.alt:
            bundle["text/plain"] = self.alt
        if self.width is None and self.height is None:
            return bundle
        # HTML alone has a place for the size.
        size = "".join(
            f' {name}="{int(value)}"'
            for name, value in (("width", self.width), ("height", self.height))
            if value
        )
        encoded = base64.b64encode(self.data).decode()
        return {**bundle, "text/html": f'<img src="data:image/{self.format};base64,{encoded}"{size}>'}


def _format_of(data: Any) -> str:
    starts = {b"\x89PNG": "png", b"\xff\xd8": "jpeg", b"GIF8": "gif", b"RIFF": "webp"}
    return next((name for start, name in starts.items() if bytes(data or b"").startswith(start)), "png")


def display(
    *objs: Any,
    include: Any = None,
    exclude: Any = None,
    metadata: Any = None,
    transient: Any = None,
    display_id: Any = None,
    raw: bool = False,
    clear: bool = False,
    **options: Any,
) -> None:
    """Show values in the output, each in its richest form. With raw=True, values are dicts by media type."""
    page.display(*objs, raw=raw)


def clear_output(wait: bool = False) -> None:
    """Do nothing: output that was shown stays."""


def _display_as(name: str, make: Any) -> Any:
    def show(*objs: Any, raw: bool = False, metadata: Any = None) -> None:
        page.display(*(make(each) if raw else each for each in objs))

    show.__name__ = show.__qualname__ = name
    show.__doc__ = "Show values in the output. With raw=True, values are the form itself."
    return show


display_html = _display_as("display_html", HTML)
display_markdown = _display_as("display_markdown", Markdown)
display_latex = _display_as("display_latex", Latex)
display_svg = _display_as("display_svg", SVG)
display_json = _display_as("display_json", JSON)
display_pretty = _display_as("display_pretty", Pretty)
display_png = _display_as("display_png", lambda data: Image(data, format="png"))
display_jpeg = _display_as("display_jpeg", lambda data: Image(data, format="jpeg"))
