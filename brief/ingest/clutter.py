"""The words by which pages speak of themselves: headings over lists, promotion, captions, teasers.

Each function takes a folded line (lower case, plain quotes and dashes) and its number of words.
English first, with the commonest forms of a few other languages; what they miss is left to the
shape of the lines and to how many words they share with the article.
"""

from __future__ import annotations

import re

from brief.ingest.clean import ends_sentence
from brief.ingest.dates import to_iso

_LISTS = (
    "latest", "trending", "most (?:read|popular|viewed|shared|commented|active)", "popular", "top",
    "recent", "breaking", "related", "recommended", "similar", "more", "other", "further",
    "editors?'?s? picks?", "featured", "sponsored", "promoted", "don't miss", "just in",
)  # fmt: skip
_OF = (
    "now", "today", "news", "stories", "story", "articles", "posts", "headlines", "reading",
    "videos", "topics", "links", "content", "coverage", "corrections", "this week",
    "(?:from|in|on|by|about|for) .{2,40}",
)  # fmt: skip
_ZONE = re.compile(
    rf"(?:(?:the |our )?(?:{'|'.join(_LISTS)})(?: (?:{'|'.join(_OF)}))*"
    r"|you (?:may|might|could) (?:also )?(?:like|enjoy|be interested).{0,20}"
    r"|(?:read|see|watch) (?:more|next|also)|also (?:read|in|on) .{2,40}|see also"
    r"|(?:all|today's|live) (?:news|stories|headlines|articles|updates)(?: feed)?"
    r"|(?:elsewhere |from |around |across )(?:on )?the web|what to read next|in other news"
    r"|(?:coming )?up next|next up|in brief|news in brief|opinion / .{2,40}|tags|topics|events"
    r"|whitepapers?|classifieds|what's on|share this.{0,20}|follow us.{0,30}"
    r"|connect (?:with )?us.{0,10}"
    r"|mehr zum thema|meistgelesen|lesen sie auch|(?:à|a) lire aussi|les plus lus|lo más leído"
    r"|también te puede interesar|te recomendamos|noticias relacionadas|leia também|veja também"
    r"|mais lidas|leggi anche|più letti|читайте также|последние новости|lees ook|baca juga)"
    r"\s*[:»>…]?"
)
_COMMENTS = re.compile(
    r"(?:show |view |see |read |load )?(?:all )?\(?(?:\d+|no)?\)? ?"
    r"(?:comments?|repl(?:y|ies)|responses|kommentare|comentarios|commentaires|комментарии)"
    r"(?: \(?\d+\)?)?(?: on .{2,80}| so far)?"
    r"|(?:leave|post|write|add) (?:a |your )?(?:comment|reply)"
    r"|join the (?:conversation|discussion)|what do you think\?|tell us what you think"
)
# Said by no reporter of the world: one is enough to mark a line of up to eighty words.
_SURE = re.compile(
    r"©|\(c\) ?(?:19|20)\d\d|copyright (?:19|20)\d\d|subject to copyright|all rights reserved"
    r"|(?:this (?:web)?site|we|partners)(?: \w+){0,4} (?:uses?|stores?|set) cookies"
    r"|accept (?:all )?cookies|cookie (?:policy|notice|settings|preferences)"
    r"|(?:our|read the|see the|agree to the) (?:privacy|terms|cookie)s? (?:policy|notice|of|and)\b"
    r"|(?:our|your) (?:\w+ ){0,2}newsletters?|skip to (?:main )?content|skip past newsletter"
    r"|subscribe (?:to our|now|today|for (?:full|free|unlimited))|already a subscriber"
    r"|sign up (?:for|to) our|sign in to|log ?in to (?:read|continue|comment)"
    r"|free articles? (?:this|left)|support (?:our|independent) journalism|unsubscribe at any time"
    r"|click here|may be reached at|have a tip\?|letters to the editor:|registered trademarks?"
    r"|(?:this|the) (?:material|copy|content|article) (?:may not be|is for your personal)"
    r"|no part of this (?:page|site|publication|article)|enable javascript|your (?:browser|inbox)\b"
    r"|download (?:the|our) (?:free )?app\b|the views expressed (?:here|in this|are)"
    r"|become a (?:patron|subscriber|supporter)|if you (?:buy|purchase) .{0,60}\bcommission\b"
)
# Said of the world too: marks a short line that reports nothing, or a longer appeal.
_LIKELY = re.compile(
    r"newsletters?\b|\bsubscri(?:be|ptions?|bers?)\b|\bsign (?:up|in)\b|\blog ?in\b|\bregister\b"
    r"|\bcookies\b|\badvertis(?:e|ements?|ing)\b|^sponsored|e-?mail:|phone:|powered by|whatsapp"
    r"|\bshare (?:this|on|via)|reprints?\b|contact us|\bour app\b|copyright"
    r"|(?:read|listen to|watch) (?:this|the) (?:full |whole )?(?:article|story|video|paper)"
    r"|\bmin(?:ute)?s? read\b|\bon (?:twitter|facebook|instagram|linkedin|youtube|x)\b"
    r"|follow (?:us|him|her|them|me)\b|\bimprint\b|back to top|privacy|terms (?:of|and|&)"
)
_APPEAL = re.compile(
    r"(?:please |you can |be sure to |don't forget to )?(?:also )?(?:follow|sign|subscribe|get|"
    r"reach|join|download|click|log|e-?mail|like|visit|register|contact|find|share|listen|watch|read|"
    r"send|support|to (?:read|order|get|subscribe|receive|continue))\b"
)
_CAPTION = re.compile(
    r"^(?:photo|image|picture|pic|video|graphic|illustration|file photo|credit|caption|photograph|"
    r"foto|bild|source image)s?(?: (?:credit|by|source|courtesy)[^:]{0,30})?\s*[:|(/©]"
    r"|\b(?:file|archive|representative|representational|handout) (?:photo|image|picture)"
    r"|(?:[/|([©]|via|credit:?)\s?(?:getty|shutterstock|istock)"
    r"|(?:getty images|shutterstock)[)\]]?$"
    r"|\b(?:ap|afp|reuters|epa|efe)(?: photo)?/|/(?:ap|afp|reuters|epa|getty|tass|bloomberg)\b"
    r"|^\W*(?:this |the |these )?(?:\w+ )?(?:image|picture|photo|photograph|illustration|visual)s?"
    r"(?: above| below| here)? (?:is|are|was|were|has been|may be) (?:\w+ )?(?:ai\b|computer|"
    r"generated|created (?:by|with|using))|^\W*ai-generated (?:image|picture|photo|illustration)"
    r"|for illustrati(?:ve|on) purposes"
    r"|^representational"
)
_TEASER = re.compile(
    r"^(?:read (?:more|also|next|full|our)|also read|see also|watch|related|don't miss|more|listen|"
    r"continue reading|recommended|in pictures|in photos|tags?|topics|filed under|keywords|"
    r"lesen sie auch|lire aussi|lea también|leia também|читайте также)\s*[:»>|]"
    r"|^(?:read more|also read|continue reading)\b.{0,60}$"
)
_STAMP = re.compile(r"(?:updated?|published|posted)\b.{0,60}$")
_PROSE = 8  # words from which a sentence is prose, not a slogan


def heads_list(folded: str, words: float) -> bool:
    """Whether the line stands over other articles. Eight words at most, so prose never does."""
    return words <= 8 and _ZONE.fullmatch(folded.strip("-=*#_ ")) is not None


def heads_comments(folded: str, words: float) -> bool:
    """Whether what follows was written by readers."""
    return words <= 12 and _COMMENTS.fullmatch(folded.strip("-=*#_: ")) is not None


def promotes(folded: str, words: float) -> bool:
    """Whether the line speaks of the site: its cookies, terms, newsletters, channels."""
    if words < 80 and _SURE.search(folded):
        return True
    short = words < 12 and not _is_prose(folded, words)
    appeals = short or (words < 60 and _APPEAL.match(folded) is not None)
    return appeals and _LIKELY.search(folded) is not None


def captions(folded: str, words: float) -> bool:
    """Whether the line describes or credits a picture."""
    return words <= 60 and _CAPTION.search(folded) is not None


def points_elsewhere(folded: str, words: float) -> bool:
    """Whether the line names something else to read, or when this was changed."""
    if _STAMP.match(folded):
        return not _is_prose(folded, words) or bool(to_iso(folded))
    return _TEASER.search(folded) is not None


def _is_prose(folded: str, words: float) -> bool:
    return words >= _PROSE and ends_sentence(folded)
