"""Who published, wrote and supplied an article, read from its body and the lines around it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from urllib.parse import SplitResult, urlsplit

from brief.ingest.clean import squeeze

_AGENCIES = {
    "reuters": "Reuters", "thomson reuters": "Reuters", "ap": "AP", "associated press": "AP",
    "afp": "AFP", "agence france-presse": "AFP", "dpa": "dpa", "upi": "UPI", "pti": "PTI",
    "press trust of india": "PTI", "ani": "ANI", "ians": "IANS", "efe": "EFE", "ansa": "ANSA",
    "tass": "TASS", "xinhua": "Xinhua", "interfax": "Interfax", "kyodo": "Kyodo",
    "kyodo news": "Kyodo", "yonhap": "Yonhap", "bernama": "Bernama", "anadolu": "Anadolu",
    "anadolu agency": "Anadolu", "pa media": "PA Media", "press association": "PA Media",
    "canadian press": "The Canadian Press", "bloomberg": "Bloomberg", "bloomberg news": "Bloomberg",
    "agencies": "agencies", "agency": "agencies", "wire services": "agencies",
}  # fmt: skip
_WORD = r"[A-Z][\w&'’-]*(?:\.[\w&'’-]+)*"
_NAME = rf"{_WORD}(?: (?:of |the |and |& )?{_WORD}){{0,4}}"
_SUPPLIER = re.compile(
    r"(?:News|Press|Wire|Newswire)(?: (?:Agency|Service|Association|Wire))?$|Agency$"
)
# The first two are how an outlet speaks of itself; "reports, citing" is also said of others.
_INFORMS = re.compile(
    rf"\b(?P<outlet>{_NAME}) (?:informs|reports via|writes via|has learned from),? "
    rf"(?:(?:via|citing|with reference to|referring to|quoting) )?(?P<wire>(?:the )?{_NAME})"
)
_CITES = re.compile(
    rf"\b(?P<outlet>{_NAME})(?: reports| writes| says|, which),? (?:citing|cites|quoting) "
    rf"(?P<wire>(?:the )?{_NAME})"
)
_CITED = re.compile(rf"\b(?P<wire>{_NAME}), which (?P<outlet>{_NAME}) cites\b")
_TOLD = re.compile(rf"\btold (?P<wire>(?:the )?{_NAME})")
_INPUTS = re.compile(
    r"\b[Ww]ith (?:(?:additional |other )?(?:inputs?|reporting|material|reports?) (?:from|by) "
    rf"(?P<wire>(?:the )?(?:{_NAME}|agencies|agency|wires?))"
    r"|(?P<any>agenc(?:y|ies)) (?:inputs?|reports?))\b"
)
_CREDIT = re.compile(rf"^\W*(?i:source|via|agency|credit)s?\s*:\s*(?P<wire>{_NAME})\W*$")
_REPORTS = re.compile(rf", (?P<wire>{_NAME}) (?:reports|reported)\.$")
_DATELINE = re.compile(
    r"^(?:[A-Z][\w.'’/ ,-]{1,60}?)?\s?\((?P<wire>[A-Z][\w&.' -]{1,30})\)\s*(?:[-–—:]+)\s"
)
_BYLINE = re.compile(
    r"^(?i:(?:written |posted |reported |words |story |published )?by|author|reporter|autora?|"
    r"von|por|par|texto|text)\s*:?\s+"
    rf"(?P<author>(?:(?:Dr|Mr|Ms|Mrs|Sir)\.? )?{_NAME}"
    rf"(?:(?:, | and | & | und | et | y | e ){_NAME})*)"
)
_NAME_AND_PLACE = re.compile(
    r"^(?P<author>[A-Z][\w'’-]+(?: [A-Z][\w.'’-]*){1,2}), [A-Z][\w .-]{2,30}$"
)
_DESK = re.compile(
    rf"^\W*(?:[Bb]y )?(?P<outlet>{_NAME}) (?:News Desk|Newsdesk|Web Desk|Staff|Bureau|Newsroom)\b"
)
_COPYRIGHT = re.compile(
    rf"(?:©|\([Cc]\)|(?i:copyright))[\s©]*(?:(?i:\(c\)))?\s*(?:\d{{4}}(?:\s*[-–]\s*\d{{2,4}})?)?"
    rf",?\s*(?:by )?(?P<outlet>{_NAME})"
)
_RIGHTS = re.compile(
    rf"(?P<outlet>{_NAME}?)(?:,? (?:Ltd|Inc|LLC|GmbH|plc|SA|AG))?\.?,? (?i:all rights reserved)"
)
_HOST = re.compile(
    r"(?:[\w.+-]+@|https?://|www\.)(?P<host>(?:[\w-]+\.)+[a-z]{2,12})", re.IGNORECASE
)
_FIELD = re.compile(r"\s+[|•·»/–—>-]+\s+|\s{2,}|\t|\s?[|•·]\s?")
_PAPER = re.compile(
    r"(?:(?i:the) )?(?:[A-Z][\w'’]+ (?:& )?){1,3}"
    r"(?i:times|post|herald|gazette|observer|tribune|journal|chronicle|courier|mail|guardian|telegraph|ledger|today|review|weekly|standard|"
    r"express|globe|"
    r"independent|mirror|examiner|monitor|bulletin|insider|daily|dispatch|inquirer|citizen|argus)"
)
_LONGEST = 1000  # characters at either end of a line that are looked at
_ENDS = 3  # paragraphs at either end of the body where agencies are credited
_GENERIC = frozenset(
    {
        "all", "copyright", "the", "news", "home", "terms", "privacy", "by", "menu", "search",
        "latest", "world", "business", "sport", "sports", "politics", "opinion", "economy",
        "culture", "photo", "video", "advertisement", "share", "contact", "contact us", "about us",
    }
)  # fmt: skip


def agency(name: str) -> str:
    """The usual name of a known agency, "" where `name` is none.

    >>> agency("The Associated Press")
    'AP'
    """
    return _AGENCIES.get(squeeze(name).strip(" .()").lower().removeprefix("the "), "")


def fields(lines: Iterable[str]) -> list[str]:
    """What stands between the bars, dots and gaps of menu, byline and footer lines."""
    parts = (part for line in lines for part in _FIELD.split(line))
    return [part for part in (squeeze(part).strip("-=*_#|• ") for part in parts) if part]


def _shortened(lines: Iterable[str]) -> list[str]:
    """The lines, of very long ones only both ends: credits stand there, and names cost time."""
    return [
        line if len(line) <= 2 * _LONGEST else f"{line[:_LONGEST]} … {line[-_LONGEST:]}"
        for line in lines
    ]


def wire_of(body: Sequence[str], around: Sequence[str], *, outlet: str = "") -> str:
    """The agency credited for the reporting; `around` are the lines next to the body."""
    body, around = _shortened([*body[:_ENDS], *body[_ENDS:][-_ENDS:]]), _shortened(around)
    names = [re.sub(r"^(?i:by|source|from)\s*:?\s+", "", field) for field in fields(around)]
    names += [name.split(",")[0] for name in names]
    suppliers = [name for name in names if _SUPPLIER.search(name) and len(name.split()) <= 5]
    named = [agency(name) or name for name in names if agency(name) or name in suppliers]
    named = [name for name in named if name.lower() != outlet.lower() and name != "News"]
    for line in [*body[:1], *around, *body[1:]]:
        for pattern in (_INFORMS, _INPUTS, _CREDIT, _CITED, _CITES):
            match = pattern.search(line)
            if match and (pattern not in (_CITED, _CITES) or agency(match["wire"])):
                name = squeeze(match["wire"] or match["any"]).strip(" .")
                return agency(name) or name
    if body and (match := _DATELINE.match(body[0])):
        spelled = (name for name in named if _initials(name) == match["wire"])
        return next(spelled, agency(match["wire"]) or match["wire"])
    if named:
        return named[0]
    match = _REPORTS.search(body[0]) if body else None
    if match and (agency(match["wire"]) or _SUPPLIER.search(match["wire"])):
        return agency(match["wire"]) or match["wire"]
    told = (match["wire"] for line in body[:1] for match in _TOLD.finditer(line))
    return next(filter(None, map(agency, told)), "")


def is_credit(line: str) -> bool:
    """Whether a line only says where the reporting comes from."""
    return len(line) < 100 and (
        _CREDIT.match(line) is not None or (_INPUTS.search(line) is not None and line[0] in "([")
    )


def author_names(stated: str) -> str:
    """Names as metadata states them, without "By" and addresses, separated by commas."""
    names = (re.sub(r"^(?:By|by|BY)\s+|\s*[<(]?\S+@\S+", "", name) for name in stated.split(";"))
    return ", ".join(name.strip(" ,.") for name in names if name.strip(" ,."))


def author_of(lines: Sequence[str]) -> str:
    """The person behind the first byline among `lines`."""
    lines = _shortened(lines)
    for pattern in (_BYLINE, _NAME_AND_PLACE):
        for field in [*fields(lines), *lines]:
            match = pattern.match(field)
            if match and not agency(match["author"]) and not _SUPPLIER.search(match["author"]):
                return re.sub(r",? (?:in|at|on|for)$", "", squeeze(match["author"])).strip(" ,.")
    return ""


def outlet_of(body: Sequence[str], before: Sequence[str], after: Sequence[str]) -> str:
    """The publication: by desk, own attribution, masthead and footer, copyright line or address."""
    body, before, after = _shortened(body), _shortened(before), _shortened(after)
    around = [*before, *after]
    for line in around:
        match = _DESK.match(line)
        if match and match["outlet"].lower() not in _GENERIC:
            return squeeze(match["outlet"])
    if match := _first(_INFORMS, body):
        return squeeze(match["outlet"])
    if name := _masthead(before, after):
        return _spelled(name, after)
    hosts = [match["host"].lower() for line in around for match in _HOST.finditer(line)]
    for name in fields([*before[:5], *after[-12:]]):
        if any(_is_name_of(name, host) for host in hosts):
            return _spelled(name, after)
    for pattern in (_COPYRIGHT, _RIGHTS):
        match = _first(pattern, after)
        if match and match["outlet"].lower() not in _GENERIC:
            return _spelled(squeeze(match["outlet"]), after)
    for name in fields([*before[:5], *before[-5:]]):
        if _PAPER.fullmatch(name) and not agency(name):
            return _spelled(name, after)
    match = _first(_CITED, body) or _first(_CITES, body)
    return squeeze(match["outlet"]) if match and agency(match["wire"]) else ""


def _first(pattern: re.Pattern[str], lines: Iterable[str]) -> re.Match[str] | None:
    return next((match for line in lines if (match := pattern.search(line))), None)


def _masthead(before: Sequence[str], after: Sequence[str]) -> str:
    """A line of its own at the top whose words the foot of the page repeats."""
    foot = [_bare(line) for line in after[-12:]]
    for line in [*fields(before[:1])[:1], *before[:5]]:
        bare = _bare(line)
        is_name = len(bare) > 4 and len(line.split()) <= 5 and line.lower() not in _GENERIC
        if is_name and any(bare in words for words in foot):
            return line
    return ""


def outlet_of_url(url: str) -> str:
    """The host without `www.`, the last resort for an outlet's name."""
    return (split_url(url).hostname or "").removeprefix("www.")


def split_url(url: str) -> SplitResult:
    """The parts of a URL, all of them empty where it cannot be one."""
    try:
        return urlsplit(url)
    except ValueError:
        return urlsplit("")


def _is_name_of(name: str, host: str) -> bool:
    squashed, label = _bare(name), host.rsplit(".", 1)[0].removeprefix("www.").replace("-", "")
    return len(squashed) > 5 and squashed == label.removeprefix("the")


def _bare(name: str) -> str:
    return "".join(filter(str.isalnum, name.lower().removeprefix("the ")))


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split())


def _spelled(name: str, after: Sequence[str]) -> str:
    """A name in capitals as the foot of the page spells it, else with initial capitals."""
    if not name.isupper() or len(name) < 6:
        return name
    known = re.compile(rf"\b{re.escape(name)}\b", re.IGNORECASE)
    found = (match[0] for line in after for match in known.finditer(line))
    return next((spelling for spelling in found if not spelling.isupper()), name.title())
