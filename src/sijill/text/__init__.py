"""Arabic primitives: folding with a map back to raw offsets, words, sentences, clitics, quotations."""

from sijill.text.clitics import KEPT, Analysis, Known, Spelling, analyses, bare, rests, spelling, without_article
from sijill.text.doc import BREAK, CLOSE, QUOTE, Doc, Sentence, Word, make_doc
from sijill.text.fold import Folded, fold, fold_text
from sijill.text.layout import Layout, Part
from sijill.text.quotes import QuotedRange

__all__ = [
    "BREAK",
    "CLOSE",
    "KEPT",
    "QUOTE",
    "Analysis",
    "Doc",
    "Folded",
    "Known",
    "Layout",
    "Part",
    "QuotedRange",
    "Sentence",
    "Spelling",
    "Word",
    "analyses",
    "bare",
    "fold",
    "fold_text",
    "make_doc",
    "rests",
    "spelling",
    "without_article",
]
