"""Loads, checks and indexes the lexicon; its digest is the knowledge version on every statement."""

from sijill.knowledge.files import Fault, LexiconError, lexicon_folder
from sijill.knowledge.load import EventType, Knowledge, at_rest, event_types, load, load_anew

__all__ = ["EventType", "Fault", "Knowledge", "LexiconError", "at_rest", "event_types", "lexicon_folder", "load", "load_anew"]
