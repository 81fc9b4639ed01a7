"""Who wrote, published and supplied an article, read from the lines around its body."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from brief.ingest.clean import squeeze

_AGENCIES = {
    "reuters": "Reuters", "ap": "AP", "associated press": "AP", "the associated press": "AP",
    "afp": "AFP", "agence france-presse": "AFP", "dpa": "dpa", "upi": "UPI", "pti": "PTI",
    "ani": "ANI", "ians": "IANS", "efe": "EFE", "ansa": "ANSA", "tass": "TASS", "xinhua": "Xinhua",
    "interfax": "Interfax", "kyodo": "Kyodo", "yonhap": "Yonhap", "bernama": "Bernama",
    "anadolu": "Anadolu", "pa media": "PA Media", "press association": "PA Media",
    "press trust of india": "PTI", "canadian press": "The Canadian Press",
    "the canadian press": "The Canadian Press", "agencies": "agencies", "agency": "agencies",
}  # fmt: skip
_NAME = r"[A-Z][\w&.'’-]*(?:[ -][A-Z][\w&.'’-]*){0,4}"
_VIA = re.compile(
    rf"\b(?P<outlet>{_NAME}) (?:informs|reports|writes)(?:,)? (?:via|citing|with reference to|"
    rf"referring to) (?P<wire>(?:the )?{_NAME})"
)
_CITES = re.compile(rf"\baccording to (?P<outlet>{_NAME}), which cites (?P<wire>(?:the )?{_NAME})")
_INPUTS = re.compile(
    r"\bwith (?:additional )?(?:inputs?|reporting) (?:from|by) (?P<wire>(?:the )?[\w&.' -]{2,40})"
    r"|\bwith (?P<any>agenc(?:y|ies)) inputs?\b",
    re.IGNORECASE,
)
_DATELINE = re.compile(
    r"^(?:[A-Z][\w.'’/ ,-]{1,60}?)?\s?\((?P<wire>[A-Z][\w&.' -]{1,30})\)\s*(?:[-–—:]|--)\s"
)
_AGENCY_LINE = re.compile(
    rf"(?:(?:by|source|from)\s*:?\s+)?(?P<wire>(?:The )?{_NAME} (?:Press|News) Agency|"
    rf"{_NAME} Newswire|{_NAME} Press Association)",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"^(?:(?:written |posted |reported |words |story )?by|author|autor|por|von|par|reporter)\s*:?\s+"
    rf"(?P<author>{_NAME}(?:(?:, | and | & | und | et | y ){_NAME})*)",
    re.IGNORECASE,
)
_DESK = re.compile(
    rf"\b(?P<outlet>{_NAME}) (?:News Desk|Newsdesk|Web Desk|Staff|Bureau|News Service)\b"
)
_COPYRIGHT = re.compile(
    rf"(?:©|\(c\)|copyright)\s*(?:©|\(c\)|copyright)?\s*(?:\d{{4}}(?:\s*[-–]\s*\d{{2,4}})?)?,?\s*(?:by )?"
    rf"(?P<outlet>{_NAME})",
    re.IGNORECASE,
)
_RIGHTS = re.compile(
    rf"(?P<outlet>{_NAME}?)(?:,? (?:Ltd|Inc|LLC|GmbH|plc)\.?)?\.? All rights reserved", re.I
)
_HOST = re.compile(r"(?:[\w.+-]+@|https?://|www\.)(?P<host>(?:[\w-]+\.)+[a-z]{2,12})", re.I)
_NO_OUTLET = {"all", "copyright", "the", "news", "home", "terms", "privacy", "by"}


def agency(name: str) -> str:
    """The usual name of a known agency, "" where `name` is none."""
    return _AGENCIES.get(squeeze(name).strip(" .()").lower(), "")


def wire_of(body: Sequence[str], around: Sequence[str]) -> str:
    """The agency credited for the reporting, by its own credit line, dateline or attribution."""
    full = next((m["wire"] for line in around if (m := _AGENCY_LINE.fullmatch(line))), "")
    for line in [*body[:1], *around, *body[1:]]:
        if match := _VIA.search(line) or _CITES.search(line):
            return agency(match["wire"]) or match["wire"]
        if match := _INPUTS.search(line):
            name = squeeze(match["wire"] or match["any"]).strip(" .")
            return agency(name) or name
    if body and (match := _DATELINE.match(body[0])):
        initials = "".join(word[0] for word in full.split())
        return full if initials == match["wire"] else agency(match["wire"]) or match["wire"]
    if full:
        return full
    for line in around:
        if name := agency(re.sub(r"^(?:by|source|from)\s*:?\s+", "", line, flags=re.I)):
            return name
    return ""


def author_of(lines: Sequence[str]) -> str:
    for line in lines:
        if (match := _BYLINE.match(line)) and not agency(match["author"]):
            return re.sub(r",? (?:in|at|on)$", "", squeeze(match["author"]))
    return ""


def outlet_of(body: Sequence[str], before: Sequence[str], after: Sequence[str]) -> str:
    """The publication, from its desk, attribution, masthead, copyright line or mail address."""
    for line in [*before, *after]:
        if match := _DESK.search(line):
            return squeeze(match["outlet"])
    for line in body:
        if match := _VIA.search(line) or _CITES.search(line):
            return squeeze(match["outlet"])
    hosts = [m["host"].lower() for line in [*before, *after] for m in _HOST.finditer(line)]
    for line in [*before, *after]:
        if any(_is_name_of(line, host) for host in hosts):
            return _titled(line)
    for line in after:
        for pattern in (_COPYRIGHT, _RIGHTS):
            match = pattern.search(line)
            if match and match["outlet"] and match["outlet"].lower() not in _NO_OUTLET:
                return _titled(squeeze(match["outlet"]))
    tail = " ".join(after).lower()
    for line in before[:4]:
        if len(line) > 4 and len(line.split()) <= 5 and line.lower() in tail:
            return _titled(line)
    return ""


def outlet_of_url(url: str) -> str:
    """The host without `www.`, the last resort for an outlet's name."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _is_name_of(line: str, host: str) -> bool:
    squashed = "".join(filter(str.isalnum, line.lower()))
    return len(squashed) > 3 and squashed in (host.rsplit(".", 1)[0].replace("-", ""), host)


def _titled(name: str) -> str:
    return name.title() if name.isupper() and len(name) > 5 else name
