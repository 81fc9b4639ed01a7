"""Which language a text is in, by counting the commonest words of a few languages."""

from __future__ import annotations

from collections import Counter

# The words that are common in one of these languages and rare or absent in the others.
_WORDS = {
    "en": "the of and to in is that for was with as his on be at by had are but from which you it he this have an they were has not",
    "de": "der die und das den von zu mit sich des auf für ist im dem nicht ein eine als auch es werden aus hat dass sie nach wird bei einer",
    "fr": "le les et des est dans que une pour qui par sur pas plus avec ce sont du au il aux cette ont mais été ses leur elle nous d'un",
    "es": "el los las y del que se por con una para su al es lo como más pero sus fue este ha entre cuando sobre también hasta desde",
    "it": "il di che è della per un del non sono con si le gli una nel alla dei più ha anche al delle come da ma nella questo degli",
    "pt": "o os as do da que em um uma para com não dos por mais no na ao se foi pelo pela são também seu sua entre das ou",
    "nl": "het een van en dat op te zijn voor met niet aan er ook als bij om uit naar heeft wordt door maar nog werd deze dan hun",
    "pl": "w i na z że się nie do jest o od jak przez za po dla ale oraz który przy są było ma tym jego może także roku",
    "tr": "ve bir bu için ile de da olarak çok daha olan en gibi kadar sonra ancak göre olduğu ise değil her ne yılında tarafından",
    "az": "və bir bu üçün ilə də da olan kimi daha sonra görə ki edib olub idi bildirib onun həm isə ölkə haqqında",
    "id": "yang dan di untuk dengan pada tidak ini itu dari dalam adalah akan juga oleh ke sebagai telah atau bisa mereka karena tersebut",
    "ms": "yang dan di untuk dengan pada tidak ini itu dari dalam adalah akan juga oleh ke sebagai telah atau boleh mereka kerana tersebut bagi",
    "sv": "och att det som en på är av för med till den inte har de om ett var men från sig så kan vid efter också när",
    "da": "og at det som en på er af for med til den ikke har de om et var men fra sig kan ved efter også når blev",
    "ru": "и в не на что с по это как его он к но за из от так для же все был года также было ее или",
    "uk": "і в не на що з та до як це за від його він про для але є було також року які або під час",
}  # fmt: skip
_VOTES: dict[str, list[str]] = {}
for _language, _words in _WORDS.items():
    for _word in _words.split():
        _VOTES.setdefault(_word, []).append(_language)

# Scripts that one language owns, for all that matters here.
_SCRIPTS = (
    ("ja", 0x3040, 0x30FF), ("ko", 0xAC00, 0xD7AF), ("zh", 0x4E00, 0x9FFF), ("ar", 0x0600, 0x06FF),
    ("he", 0x0590, 0x05FF), ("el", 0x0370, 0x03FF), ("hi", 0x0900, 0x097F), ("th", 0x0E00, 0x0E7F),
)  # fmt: skip


def language_of(text: str) -> str:
    """ISO 639-1 code of the language `text` is in, "" when the words do not tell.

    Looks at the first 4,000 characters. A word common in several languages votes for each by its
    share; the winner needs one vote for ten words and a fifth more than the next.
    """
    head = text[:4000]
    letters = sum(map(str.isalpha, head))
    for language, first, last in _SCRIPTS:
        if letters and sum(first <= ord(char) <= last for char in head) > letters * 0.2:
            return language
    words = [word.strip(".,;:!?\"'()“”«»„–—") for word in head.lower().split()]
    votes: Counter[str] = Counter()
    for word in words:
        for language in _VOTES.get(word, ()):
            votes[language] += 1
    ranked = [*votes.most_common(2), ("", 0), ("", 0)]
    (best, most), (_, next_most) = ranked[0], ranked[1]
    sure = most >= max(2, len(words) / 10) and most >= next_most * 1.15
    return best if sure else ""
