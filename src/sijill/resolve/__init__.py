"""From a mention to a value: calendar interval, gazetteer place."""
