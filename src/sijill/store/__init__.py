"""Databases: the only room with SQL."""
