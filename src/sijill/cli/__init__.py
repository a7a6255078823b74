"""The command line: the only room that prints."""

from sijill.cli.app import main

__all__ = ["main"]
