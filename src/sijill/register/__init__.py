"""The register's use cases: ingest, link, project, review."""

from sijill.register.project import Member, project

__all__ = ["Member", "project"]
