"""Answers, briefings and fact-checks from news articles, with evidence for every sentence."""

__version__ = "0.1.0"
