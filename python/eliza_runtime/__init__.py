"""Runs scripts inside the interpreter and tells what came of them."""
