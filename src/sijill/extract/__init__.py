"""Finds mentions: words of the lexicon, numbers, times, places, parties."""
