"""Which language a text is in, by counting the commonest words of a few languages."""

from __future__ import annotations

import re
from collections import Counter

_COMMON = {
    "en": "the of and to in is that for was with as his on be at by had are but from which you it"
    " he this have an they were has not a said will its who after their more about also been or",
    "de": "der die und das den von zu mit sich des auf für ist im dem nicht ein eine als auch es"
    " werden aus hat dass sie nach wird bei einer in um am sind noch wie einem über so zum war",
    "fr": "le les et des est dans que une pour qui par sur pas plus avec ce sont du au il aux cette"
    " ont mais été ses leur elle nous d'un la de un en à a se ne on son",
    "es": "el los las y del que se por con una para su al es lo como más pero sus fue este ha entre"
    " cuando sobre también hasta desde la de en un a no o le",
    "it": "il di che è della per un del non sono con si le gli una nel alla dei più ha anche al"
    " delle come da ma nella questo degli la e i in a l'",
    "pt": "o os as do da que em um uma para com não dos por mais no na ao se foi pelo pela são"
    " também seu sua entre das ou a de e é",
    "nl": "het een van en dat op te zijn voor met niet aan er ook als bij om uit naar heeft wordt"
    " door maar nog werd deze dan hun de in is die",
    "pl": "w i na z że się nie do jest o od jak przez za po dla ale oraz który przy są było ma tym"
    " jego może także roku a to",
    "tr": "ve bir bu için ile de da olarak çok daha olan en gibi kadar sonra ancak göre olduğu ise"
    " değil her ne yılında tarafından",
    "az": "və bir bu üçün ilə də da olan kimi daha sonra görə ki edib olub idi bildirib onun həm"
    " isə ölkə haqqında",
    "id": "yang dan di untuk dengan pada tidak ini itu dari dalam adalah akan juga oleh ke sebagai"
    " telah atau bisa mereka karena tersebut kita kami ada",
    "ms": "yang dan di untuk dengan pada tidak ini itu dari dalam adalah akan juga oleh ke sebagai"
    " telah atau boleh mereka kerana tersebut bagi kami ada",
    "sv": "och att det som en på är av för med till den inte har de om ett var men från sig så kan"
    " vid efter också när i",
    "da": "og at det som en på er af for med til den ikke har de om et var men fra sig kan ved"
    " efter også når blev i",
    "ru": "и в не на что с по это как его он к но за из от так для же все был года также было ее"
    " или а у о я мы они она",
    "uk": "і в не на що з та до як це за від його він про для але є було також року які або під"
    " час у",
    "vi": "và của là có được trong cho không với các những một đã để người này khi từ đến ở",
    "ro": "și de la în a cu pe nu este care din mai un o pentru că sunt au fost după prin sau",
    "cs": "a v se na je že s z do o to i za by pro jako ale po jsou od k které který bylo podle",
    "hu": "a az és hogy nem is egy ez meg de volt csak már van mint azt el még ki lesz szerint",
    "fi": "ja on ei että oli se hän mutta ovat kun myös joka mukaan sen kuin niin ole vuoden",
}
COMMON_WORDS = {language: frozenset(words.split()) for language, words in _COMMON.items()}

# Scripts that, for all that matters here, belong to one language.
_SCRIPTS = {
    language: re.compile(f"[{letters}]")
    for language, letters in (
        ("ja", "\u3040-\u30ff"), ("ko", "\uac00-\ud7af"), ("zh", "\u4e00-\u9fff"),
        ("ar", "\u0600-\u06ff"), ("he", "\u0590-\u05ff"), ("el", "\u0370-\u03ff"),
        ("hi", "\u0900-\u097f"), ("th", "\u0e00-\u0e7f"),
    )
}  # fmt: skip
_FIRST_SCRIPT = "\u0370"  # letters before it are Latin
_HEAD = 2000  # characters that are looked at


def language_of(text: str) -> str:
    """ISO 639-1 code of the language `text` begins in, "" when its words do not tell.

    >>> language_of("Der Rat hat am Montag mit der Ministerin über die Kosten gesprochen.")
    'de'
    """
    head = text[:_HEAD].lower()
    if max(head, default="") >= _FIRST_SCRIPT:
        letters = sum(map(str.isalpha, head))
        for language, script in _SCRIPTS.items():
            if len(script.findall(head)) > letters * 0.2:
                return language
    words = Counter(word.strip(".,;:!?\"'()“”«»„–—") for word in head.split())
    votes = {
        language: sum(map(words.__getitem__, common & words.keys()))
        for language, common in COMMON_WORDS.items()
    }
    best, next_best = sorted(votes, key=votes.__getitem__, reverse=True)[:2]
    needed = max(2.0, words.total() / 10, votes[next_best] * 1.1)
    return best if votes[best] >= needed and votes[best] > votes[next_best] else ""
