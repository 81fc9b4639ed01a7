"""What can be said of one line of a text dump by looking at it alone."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from brief.ingest.clean import ends_sentence
from brief.ingest.dates import time_of, to_iso
from brief.ingest.language import COMMON_WORDS
from brief.text import fold

# Headings above lists of other articles. Words, not sentences, so that prose is never one.
_ZONE = re.compile(
    r"(?:(?:the )?(?:latest|trending|most (?:read|popular|viewed|shared|commented|active)|popular|"
    r"top|recent|breaking|related|recommended|similar|more|other|further|editors?'?s?'? picks?|"
    r"featured|sponsored|promoted|don'?t miss|whitepapers?|events)"
    r"(?: (?:now|today|news|stories|articles|posts|headlines|reading|videos|topics|links|content|"
    r"coverage|this week|stor(?:y|ies)|from .{2,40}|in .{2,30}|on .{2,40}|by .{2,40}))*|"
    r"(?:you (?:may|might|could) (?:also )?(?:like|be interested).{0,20}|read (?:more|next|also)|"
    r"also (?:read|in|on) .{2,40}|see also|more (?:from|on|in|by) .{2,40}|"
    r"(?:all|more|other|today's) (?:news|stories|headlines|articles)(?: feed)?|"
    r"(?:from|around|across) the web|what to read next|in other news|up next|next up|"
    r"opinion / .{2,40}|"
    r"trending .{2,20}|tags|topics|share this.{0,20}|follow us.{0,30}|connect (?:with )?us.{0,10}))"
    r"\s*[:»>…]?",
)
_COMMENTS = re.compile(
    r"(?:show |view |see |read |load )?(?:all )?\(?(?:\d+|no)?\)? ?(?:comments?|repl(?:y|ies)|responses)"
    r"(?: \(?\d+\)?)?(?: on .{2,80}| so far)?|(?:leave|post|write|add) (?:a |your )?(?:comment|reply)|"
    r"join the (?:conversation|discussion)|what do you think\?"
)
# Lines about the site, not about the world.
_PROMO = re.compile(
    r"©|\(c\) ?(?:19|20)\d\d|copyright|all rights reserved|terms (?:of|and|&) |privacy policy|"
    r"\bcookies?\b|newsletters?\b|\bsubscri(?:be|ption|ber)|sign (?:up|in)\b|log ?in\b|"
    r"\bclick here|follow us|download (?:the|our) |our app\b|advertis(?:e|ement|ing) |"
    r"^advertisement|^sponsored|skip to (?:main )?content|javascript|your (?:browser|inbox|"
    r"e-?mail)|e-?mail:|phone:|free articles?\b|powered by|"
    r"whatsapp|share (?:this|on|via)|reprints?\b|contact us|letters to the editor|"
    r"(?:read|listen to|watch) (?:this|the) (?:full |whole )?(?:article|story|video|paper)|"
    r"\bmin(?:ute)?s? read\b|join the (?:conversation|discussion)|media data on request|"
    r"appears weekly|is read by|may be reached at|have a tip|registered trademarks?|"
    r"\bon (?:twitter|facebook|instagram|linkedin)\b",
)
_CAPTION = re.compile(
    r"^(?:photo|image|picture|pic|video|graphic|illustration|file photo|credit|caption|photograph|"
    r"foto|source image)s?(?: (?:credit|by|source|courtesy)[^:]{0,30})?\s*[:|(/©]|"
    r"(?:file|archive|stock|representative|representational) (?:photo|image|picture)|"
    r"getty images|shutterstock|istock|\b(?:ap|afp|reuters|epa|efe)(?: photo)?/|"
    r"/(?:ap|afp|reuters|epa|getty|tass|bloomberg)\b|"
    r"(?:image|picture|photo|photograph|illustration)s? (?:above |below |here )?(?:is|are|was|were|"
    r"has been|may be)? ?(?:been )?(?:\w+ )?(?:ai|generated|created|made|computer)|"
    r"ai-generated|for illustrati(?:ve|on) purposes|representational",
)
_TEASER = re.compile(
    r"^(?:read (?:more|also|next|full|our)|also read|see also|watch|related|don't miss|more|listen|"
    r"continue reading|recommended|in pictures|in photos|tags?|topics|filed under|keywords)\s*[:»>|]|"
    r"^(?:read more|also read|continue reading|updated?|published|posted)\b.{0,60}$",
)
_SEPARATED = re.compile(r"\s[|•·»>/–-]\s|\s{2,}|[|•·]")
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
USUAL = 0.35  # share of common words in ordinary prose
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Line:
    """A line with what its own words say of it."""

    text: str
    key: str  # folded, letters and digits only: equal for a headline and its repetition
    words: float  # an ideograph or kana counts for half
    stops: float  # share of words that are common in the language
    capitals: float  # share of words with a capital
    sentence: bool  # ends as a sentence does
    zone: bool  # heads a list of other articles
    comments: bool  # heads what readers wrote
    promo: bool  # speaks of the site
    caption: bool  # speaks of a picture
    teaser: bool  # points to something else to read
    pieces: int  # parts between separators: a menu has many
    cut: bool  # a teaser that stops in the middle
    dated: bool  # a date or a time and little else


def look(text: str, common: frozenset[str] = COMMON_WORDS["en"]) -> Line:
    """What one line says; `common` are the words that make up prose in its language.

    A language without such a list (`common` is empty) gets the share that prose usually has.
    """
    folded = fold(text)
    words = _WORD.findall(_CJK.sub(" ", text))
    count = len(words) + len(_CJK.findall(text)) / 2
    return Line(
        text=text,
        key="".join(filter(str.isalnum, folded)),
        words=count,
        stops=_share(word.lower() in common for word in words) if common else USUAL,
        capitals=_share(word[0].isupper() for word in words),
        sentence=ends_sentence(text),
        zone=count <= 8 and _ZONE.fullmatch(folded.strip("-=*#_ ")) is not None,
        comments=count <= 12 and _COMMENTS.fullmatch(folded.strip("-=*#_: ")) is not None,
        promo=_promotes(folded, count),
        caption=count <= 60 and _CAPTION.search(folded) is not None,
        teaser=_TEASER.search(folded) is not None,
        pieces=len(_SEPARATED.findall(text)) + 1,
        cut=count < 40 and folded.endswith(("...", "[...]")),
        dated=count <= 12 and bool(time_of(text) or to_iso(text)),
    )


def _share(marks: Iterable[bool]) -> float:
    listed = list(marks)
    return sum(listed) / len(listed) if listed else 0.0


def _promotes(folded: str, words: float) -> bool:
    """One such word marks a line as the site's; a longer one, which may report on it, needs two."""
    hits = {match[0] for match in _PROMO.finditer(folded)}
    return len(hits) > (0 if words < 25 else 1 if words < 60 else 2)
