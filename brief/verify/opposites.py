"""Words that say the opposite of one another, and words that deny, by short lists."""

from __future__ import annotations

from functools import lru_cache

from brief.text import stem

# Words that deny what follows them without a word of negation.
_NEGATIVE = """ban banned prohibit prohibited forbid forbidden bar barred block blocked reject rejected
refuse refused deny denied fail failed lack lacked miss missed avoid avoided prevent prevented halt
halted suspend suspended cancel cancelled canceled withdraw withdrew drop dropped impossible zero
desist stop stopped unchanged untouched against except exclude excluded unable unwilling opposed
oppose dissented ruled decline declined neither never without no none only until unprocessed"""
_OPPOSITES = """
rise rose risen increase increased grow grew grown growth climb climbed gain gained jump jumped surge surged soar soared higher expand expanded expansion raise raised boost boosted widen widened
| fall fell fallen decrease decreased decline declined drop dropped shrink shrank shrunk slip slipped plunge plunged tumble tumbled lower lowered cut cuts reduce reduced reduction slash slashed contract contracted narrow narrowed halve halved
; approve approved approval accept accepted agree agreed grant granted pass passed uphold upheld adopt adopted ratify ratified
| reject rejected rejection refuse refused deny denied veto vetoed overturn overturned quash quashed annul annulled decline declined block blocked
; back backed support supported endorse endorsed favour favoured favor favored welcome welcomed praise praised applaud defend defended
| oppose opposed opposition condemn condemned criticise criticised criticize criticized denounce denounced attack attacked resist resisted
; ban banned prohibit prohibited forbid forbidden bar barred block blocked outlaw outlawed
| allow allowed permit permitted legalise legalised legalize legalized authorise authorised authorize authorized
; win won victory succeed succeeded success | lose lost defeat fail failed failure
; start started begin began begun launch launched open opened resume resumed continue continued
| end ended stop stopped halt halted close closed suspend suspended cancel cancelled canceled abandon abandoned
; postpone postponed delay delayed defer deferred slow slowed | advance advanced accelerate accelerated hasten hastened expedite expedited
; import imports imported | export exports exported
; buy bought purchase purchased acquire acquired | sell sold divest divested
; lend lent | borrow borrowed
; before | after
; more | fewer less
; majority most | minority few
; confirm confirmed admit admitted | deny denied
; strengthen strengthened tighten tightened | weaken weakened ease eased loosen loosened relax relaxed
; improve improved improvement | worsen worsened deteriorate deteriorated
; hire hired appoint appointed recruit recruited | fire fired sack sacked dismiss dismissed
; join joined enter entered | leave left quit withdraw withdrew withdrawn exit exited
; arrest arrested detain detained jail jailed imprison | release released free freed
; surplus profit profitable | deficit loss unprofitable
; guilty convict convicted | innocent acquit acquitted clear cleared
; build built construct constructed | demolish demolished destroy destroyed
; add added include included | remove removed exclude excluded
; comply complied | violate violated breach breached
; attack attacked | defend defended
; appear appeared | disappear disappeared
; arrive arrived | depart departed
; best strongest largest biggest highest maximum | worst weakest smallest lowest minimum
; high | low
; strong | weak
; north northern | south southern
; east eastern | west western
; public | private
; voluntary optional | mandatory compulsory obligatory
; temporary temporarily | permanent permanently
; domestic | foreign
; possible | impossible
; legal lawful | illegal unlawful
; likely | unlikely
; able | unable
; known | unknown
; safe | unsafe dangerous
; cheap cheaper | expensive dearer
; alive survive survived | dead die died
; ahead | behind
; upgrade upgraded | downgrade downgraded
; encourage encouraged | discourage discouraged
; optimistic | pessimistic
; positive | negative
; male man men boy father son | female woman women girl mother daughter
; always | never
; love loved like liked | hate hated dislike disliked
; ally allies friend | rival enemy opponent
"""


@lru_cache(maxsize=1)
def _opposite_table() -> dict[str, frozenset[str]]:
    table: dict[str, set[str]] = {}
    for pair in _OPPOSITES.split(";"):
        left, right = ({stem(w) for w in side.split()} for side in pair.split("|"))
        for mine, theirs in ((left, right), (right, left)):
            for word in mine:
                table.setdefault(word, set()).update(theirs)
    return {word: frozenset(others) for word, others in table.items()}


@lru_cache(maxsize=1)
def _negative_words() -> frozenset[str]:
    return frozenset(stem(word) for word in _NEGATIVE.split())


def opposites_of(word: str) -> frozenset[str]:
    """The stems that say the opposite of a stem, by a short list."""
    return _opposite_table().get(word, frozenset())


def opposite(left: str, right: str) -> bool:
    """Whether two stems say opposite things.

    >>> opposite("rose", "fell"), opposite("rose", "grew")
    (True, False)
    """
    return right in opposites_of(left)


def negative_word(word: str) -> bool:
    """Whether a stem denies by itself: "ban", "refuse", "without"."""
    return word in _negative_words()


def undone(left: str, right: str) -> bool:
    """Whether one stem is the other with a negative beginning.

    >>> undone("unchang", "chang")
    True
    """
    return any(
        left == p + right or right == p + left for p in ("un", "in", "im", "dis", "non", "ir")
    )
