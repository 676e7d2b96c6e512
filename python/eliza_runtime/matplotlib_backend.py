"""The matplotlib backend (MPLBACKEND): draws with Agg, without a screen, and show() shows in the output."""

from matplotlib.backends.backend_agg import FigureCanvasAgg as FigureCanvas

from .figures import show_figures as show

__all__ = ["FigureCanvas", "show"]
