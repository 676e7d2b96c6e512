"""Stands in for IPython, so that notebooks' `from IPython.display import ...` works without the package."""


def get_ipython() -> None:
    """Return None, as IPython does outside of its shell."""
