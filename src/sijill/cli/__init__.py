"""The command line: the only room that prints."""

from sijill.cli.main import main

__all__ = ["main"]
