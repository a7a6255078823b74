"""The same reading over millions of articles: on all cores of one machine, or on a cluster.

`work.read_batch` is the function to read first: Arrow rows of articles in, Arrow rows of events and of what was dropped out. What
carries it (`engines.py`) only hands batches about; what is written depends on the articles and the lexicon alone.
"""
