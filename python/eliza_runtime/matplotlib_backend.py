"""The backend that matplotlib loads here by MPLBACKEND: it draws without a screen, and show() goes to the output."""

from matplotlib.backends.backend_agg import FigureCanvasAgg as FigureCanvas

from .figures import show_figures as show

__all__ = ["FigureCanvas", "show"]
