"""The review desk: the register in a browser. `create_app` is the function to read first."""

from sijill.web.app import create_app
from sijill.web.settings import Settings

__all__ = ["Settings", "create_app"]
