"""Follow-ups: which questions lean on the turn before, how they are read, and what they get."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from brief.app import Library
from brief.followup import complete, source_of
from brief.retrieve.questions import questions_in
from brief.schema import Answer, Article, Claim, Evidence, Sentence, Verdict

ARTICLES = {
    "ferry": """Ferry line to Tolvik cut to two sailings a day

The ferry company Norrsund Lines will cut its service between Hamrin and the island of Tolvik from \
five sailings a day to two from 15 September, managing director Greta Aasen said on Monday. The \
company lost 3.2 million kroner on the line last year. Fuel costs have risen by a third, she said, \
while the number of passengers has fallen to 41,000.

The island's mayor, Per Lunde, called the decision a disaster for the school, whose 60 pupils \
cross every day. He asked the county to take over the line. The county council will \
discuss the request on 2 October.

A group of islanders wants to run a boat of its own. It has collected 400,000 kroner so far, half \
of what it needs, according to its spokeswoman, Sigrid Moe.
""",
    "merger": """Competition authority blocks merger of Averon and Delmere Clinics

Estavia's competition authority has blocked the merger of the hospital groups Averon and Delmere \
Clinics because it would have left patients in the north without a choice, the authority said on \
Tuesday. Together the two groups would have run 31 of the region's 44 hospitals. Averon had \
offered 1.9 billion euros for its rival in November.

Averon's chief executive, Paulo Reyes, said that the company would appeal. Delmere Clinics \
declined to comment. Its shares fell by 14 per cent.

The nurses' union welcomed the ruling. "Two employers are better than one," said its president, \
Nadja Kerr. The doctors' chamber was against the merger as well.
""",
    "frog": """Orlau biologists discover tree frog in the Vesk mountains

Biologists of the University of Orlau have discovered a species of tree frog in the Vesk mountains \
that was unknown until now, the university reported on Monday. The animal is 22 millimetres long \
and lives at heights above 1,900 metres. It was found in March 2024 by Tamsin Okoro, a doctoral \
student, who heard a call that she did not know. The team named it Hyla okorae after her.

Only about 300 animals are left, the researchers estimate. Their greatest danger is a fungus which \
came to the region with imported plants in the 1990s. The biologists demand that the valley be \
closed to hikers. The regional government rejects this; tourism minister Emil Brandt pointed to 80 \
jobs in mountain huts.
""",
}
DECLINED = ""
# Question, follow-up, what the answer holds; half of them were written before the rules were.
SEEDS = [
    ("Which fund may partner in the Malaysian refinery?", "And with whom?", "Chinese state-owned"),
    ("What does Beijing get in exchange for the technology?", "Who says so?", "two sources"),
    ("Who visited Kuala Lumpur in April?", "What did he demand?", "linked to the state"),
    ("What has Malaysia prohibited?", "Why?", "processed material"),
    ("How large are Malaysia's rare earths deposits?", "When was that estimated?", "2019"),
    ("Who leads the opposition Coast Party?", "What did he say about the law?", "1,400 jobs"),
    ("Which countries are in talks about a fair trade declaration?", "Which one has declined?",
     "Corvane has declined"),
    ("Which group filed a lawsuit against the data centre rule?", "When was that?", "24 July"),
    ("What inflation does the Bank of Corvane forecast for the end of the year?", "And growth?",
     "1.3 per cent"),
    ("What is the cap on seawater at Halden Point?", "What for?", "for cooling"),
    ("Who heads the Terminal Operators' Association?", "Where was she born?", DECLINED),
    ("What has China banned from export?", "And Malaysia?", "raw rare earths"),
    ("Who called the walkout at Calder Bay reckless?", "What did she say about pay?", "512,000"),
    ("How much will Sundvik pay for its stake in Halden Point?", "In how many instalments?",
     "two instalments"),
    ("What did the Administrative Court in Port Sellen suspend?", "For which sites?",
     "already exist"),
    ("Which rare earths technology has China banned from export?", "What for?", "dominant place"),
    ("What does China want in exchange for the technology?", "Says who?", "two sources"),
    ("Who chairs Orrin's board?", "How old is she?", DECLINED),
    ("How many people did marsh fever sicken in Talmark last year?", "How many died?", "killed 46"),
    ("Which tariff will Talmark levy on imported steel coil?", "And Vellgren's extra cost?",
     "190 million"),
]  # fmt: skip
OTHERS = [
    ("How much did Norrsund Lines lose on the line to Tolvik?",
     "And how many passengers were there?", "41,000"),
    ("How much did Averon offer for its rival?", "When?", "November"),
    ("Who welcomed the ruling against the merger of Averon?", "Who else was against it?",
     "doctors' chamber"),
    ("How many of the tree frogs are left?", "What threatens them?", "fungus"),
    ("What do the biologists demand for the valley?", "Does the government agree?", "rejects"),
    ("How many sailings a day will there be to Tolvik?", "From what day?", "15 September"),
    ("Who called the decision on the ferry a disaster?", "What did he ask for?", "take over"),
    ("How much has the group of islanders collected?", "Is that enough?", "half of what"),
    ("Which merger did Estavia's competition authority block?", "On what grounds?",
     "without a choice"),
    ("Who discovered the tree frog in the Vesk mountains?", "How big is it?", "22 millimetres"),
]  # fmt: skip
# Of the same forty: what the reader of the evidence does not see, or sees in the wrong sentence.


@pytest.fixture(scope="module")
def library(seeds_library: Path) -> Iterator[Library]:
    with Library(seeds_library) as opened:
        yield opened


@pytest.fixture(scope="module")
def others(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("others")
    for name, text in ARTICLES.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    with Library(folder / "library") as opened:
        opened.ingest(*folder.glob("*.txt"))
        yield opened


def follow(library: Library, first: str, then: str) -> str:
    answer = library.ask(then, history=[library.ask(first)])
    return " ".join(claim.text for claim in answer.claims)


@pytest.mark.parametrize(("first", "then", "told"), SEEDS)
def test_a_follow_up_is_answered(library: Library, first: str, then: str, told: str) -> None:
    answer = follow(library, first, then)
    assert told in answer
    assert bool(told) == bool(answer)


@pytest.mark.parametrize(("first", "then", "told"), OTHERS)
def test_and_of_other_articles(others: Library, first: str, then: str, told: str) -> None:
    assert told in follow(others, first, then)


def test_who_says_so_gets_the_last_answer_and_its_outlet(others: Library) -> None:
    first = others.ask("How long is the tree frog?")
    answer = others.ask("And who says so?", history=[first])
    assert [c.text for c in answer.claims] == [c.text for c in first.claims]
    (note,) = answer.notes
    assert "says so itself; the sentence names no source" in note
    first = others.ask("How many animals are left?")
    assert others.ask("According to whom?", history=[first]).notes  # "estimate" is no saying


EARLIER = Answer("How full was the Mirel reservoir in August?", (), "extractive")


@pytest.mark.parametrize(
    "question",
    [
        "Is there a company that would be the partner in the refinery?",
        "Which of the two deals did the dockers accept in the end?",
        "When did Orrin say it would open the plant?",
        "What did Lumera say about its plant?",
        "Who is Maarten?",
        "What is inflation?",
        "Who runs Khazanah?",
        "Who won the regatta?",
        "And how many conditions are attached to the Orrin permit?",
        "When is the next election?",
        "Thanks a lot!",
    ],
)
def test_what_stands_on_its_own_stays(question: str) -> None:
    assert complete(question, [EARLIER]) == question
    assert complete(question, []) == question


@pytest.mark.parametrize(
    "question",
    [
        "When was that?",
        "What are the terms of that deal?",
        "Did the council approve it?",
        "Did Orrin approve it in May?",
        "Why did they reject the deal?",
        "What does Ruvenia say?",
        "What was the turnout?",
        "Which ones?",
        "What happened next?",
        "Thanks. And why?",
        "Why?",
    ],
)
def test_what_does_not_gets_the_question_before(question: str) -> None:
    assert complete(question, [EARLIER]) == f"{question} ({EARLIER.question})"


@pytest.mark.parametrize(
    ("before", "question", "whole"),
    [
        ("How full was it in August?", "And in May?", "How full was it in May?"),
        ("How full was it in August?", "What about 2024?", "How full was it in 2024?"),
        ("What happened in May 2024?", "And in June?", "What happened in June 2024?"),
        ("What happened on 3 May 2024?", "And in June?", "What happened in June 2024?"),
        ("What happened in May 2024?", "And since June 2025?", "What happened since June 2025?"),
        ("How full was it in May 2024?", "And last week?", "How full was it last week?"),
        ("Tell me who runs Lynas.", "And Orrin?", "Tell me who runs Orrin."),
        ("Who runs the Coast Party?", "And Khazanah?", "Who runs Khazanah?"),
        ("Who runs Khazanah?", "And the Coast Party?", "Who runs the Coast Party?"),
        ("Where is Lynas's plant?", "And Orrin's?", "Where is Orrin's plant?"),
        ("Did Talmark sell to Corvane?", "And to Ruvenia?", "Did Talmark sell to Ruvenia?"),
    ],
)
def test_a_name_or_date_takes_the_place_of_its_like(before: str, question: str, whole: str) -> None:
    assert complete(question, [Answer(before, (), "extractive")]) == whole


@pytest.mark.parametrize(
    "question",
    [
        "Are there other sources?",
        "Do other newspapers report this?",
        "Does any other outlet say so?",
        "Who else says so?",
    ],
)
def test_who_else_says_so_is_not_what_the_last_answer_rests_on(question: str) -> None:
    article = Article("", "", "", "", "", "", "", "", "", "", "", "")
    told = Evidence(Sentence("a", "v", 0, 0, 0, "It was full."), article, 1.0)
    claim = Claim("It was full.", (told,), Verdict("supported"))
    last = Answer("How full was it?", (claim,), "extractive")
    assert source_of("Which sources say so?", [last])
    assert source_of(question, [last]) is None


def test_a_question_in_the_readers_own_brackets_is_asked() -> None:
    for question in (
        "How many dockers walked out (and what is the loss a day?)",
        "How many dockers walked out? (And what is the loss a day?)",
    ):
        assert len(questions_in(question)) == 2
    about = Answer("And what did it cost Orrin? (Who sold it?)", (), "extractive")
    asked = complete("why", [about])
    assert asked == "why? (what did it cost Orrin?)"
    assert len(questions_in(asked)) == 1


def test_what_a_follow_up_is_about_stays_in_one_pair_of_brackets() -> None:
    earlier = Answer("What does the Orrin Harbour Board (OHB) plan (in May)?", (), "extractive")
    why = complete("And why?", [earlier])
    assert why == "And why? (What does the Orrin Harbour Board [OHB] plan [in May]?)"
    when = complete("And when?", [earlier, Answer(why, (), "extractive")])
    assert when == "And when? (What does the Orrin Harbour Board [OHB] plan [in May]?)"


def test_a_question_that_is_asked_again_is_not_put_in_brackets_behind_itself() -> None:
    asked = "How many people depend on it for their drinking water?"
    first = Answer(f"{asked} (What does the Mirel reservoir hold?)", (), "extractive")
    assert complete(asked.lower(), [first]) == first.question
    alone = Answer(asked, (), "extractive")
    assert complete(asked.rstrip("?"), [alone]) == asked
    named = Answer(f"Did Orrin own it? ({asked})", (), "extractive")
    assert complete("did Orrin own it", [named]) == named.question
