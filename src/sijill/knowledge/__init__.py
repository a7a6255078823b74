"""Loads, checks and indexes the lexicon; its digest is the knowledge version on every statement."""

from sijill.knowledge.files import Fault, LexiconError, lexicon_folder
from sijill.knowledge.load import EventType, Knowledge, event_types, load, load_anew

__all__ = ["EventType", "Fault", "Knowledge", "LexiconError", "event_types", "lexicon_folder", "load", "load_anew"]
