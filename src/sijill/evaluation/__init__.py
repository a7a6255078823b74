"""How good a reading is: records set beside annotated articles. Pure functions over records."""

from sijill.evaluation.details import Detail, Difference, details_of
from sijill.evaluation.records import GoldArticle, GoldEvent, PredictedArticle, PredictedEvent, RecordError, gold_article, predicted_article
from sijill.evaluation.score import Figures, Score, evaluate

__all__ = [
    "Detail",
    "Difference",
    "Figures",
    "GoldArticle",
    "GoldEvent",
    "PredictedArticle",
    "PredictedEvent",
    "RecordError",
    "Score",
    "details_of",
    "evaluate",
    "gold_article",
    "predicted_article",
]
