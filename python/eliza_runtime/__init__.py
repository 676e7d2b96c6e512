"""Runs scripts inside the interpreter and reports their outcomes."""
