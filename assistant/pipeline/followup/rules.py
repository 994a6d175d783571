"""A follow-up made to stand alone: what it leaves out is taken from what was said before.

By rules alone: a call to the model would cost more than the time in which the first quotes are shown. Each
of `_rules` knows one kind of follow-up and gives the whole question, or None where it does not apply:

| last question | last answer | follow-up | understood as |
|---|---|---|---|
| How much is a ticket for adults? | | And for children? | How much is a ticket for children? |
| How many soldiers came in 2018? | | And in 2019? | How many soldiers came in 2019? |
| How long does the Marigold take? | | What about the Petrel? | How long does the Petrel take? |
| How much is a day ticket? | | And a week ticket? | How much is a week ticket? |
| How many died in the second fire? | | And the first? | How many died in the first fire? |
| Which boats are there? | The Marigold and the Petrel. | How long is the second? | How long is the Petrel? |
| When is Mill Street open on a weekday? | | And on Saturdays? | When is Mill Street open on Saturdays? |
| What does Coast pay? | | And with the other one? | What does the one other than Coast pay? |
| When was the Marigold built? | | Who built it? | Who built the Marigold? |
| Are dogs allowed on board? | No. | Why? | Why are dogs not allowed on board? |
| How many work mornings are there? | | What if I skip one? | What if I skip one of the work mornings? |

Where no rule fits, the question stays as it was asked, and the last question's words are searched for, too.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.language.courtesies import plainly, turns_away
from assistant.language.remarks import remark_in
from assistant.language.reported import subject_of
from assistant.pipeline.followup import fragments
from assistant.pipeline.followup.history import History
from assistant.pipeline.followup.pronouns import (
    PRONOUN,
    leaning_pronoun,
    pronoun_of_topic,
    replaced_pronoun,
    short_answer_name,
)
from assistant.pipeline.followup.questions import (
    added_place,
    at_another_time,
    full_name,
    kind_of_one,
    other_one,
    other_ordinal,
    picked_item,
    question_word_alone,
    wanted_instead,
)
from assistant.pipeline.followup.turn import (
    CLAUSE,
    QUESTION_WORD,
    SHORT,
    Rule,
    Turn,
    capitalised,
    named_nouns,
)
from index.words import content_words, words

REACTION = re.compile(
    r"^(?:(?:ok|okay|thanks|thank you|great|wow|cool|nice|perfect|interesting|i see|sure|"
    r"that (?:is|sounds) (?:\w+ )?\w+)\s*[,.!;]+\s*)+(?=\S)"
    r"|^(?:ok|okay|right)\s+(?=(?:so|now)\b)",
    re.I,
)
LEAD = re.compile(
    r"^(?:(?:and|but|or|so|also|then|well|und|aber|oder|et|mais)\b[\s,:]*)?"
    r"(?:(?:what|how) about\b|what(?= if\b)|was ist mit\b|wie ist es mit\b|"
    r"qu['’]en est-il d(?:e|u|es)\b)?[\s,:]*",
    re.I,
)
ABOUT = re.compile(r"^(?:what|how) about\b|^what if\b", re.I)
# What is taken for a follow-up by a pronoun, a noun or its shortness alone may be a question of its own.
# "Summarise my wishes", not "summarise it" nor "sum up the main points"
SUMMARY = re.compile(
    r"^(?:(?:please|now|can you|could you) )*"
    r"(?:summari[sz]e|sum up|(?:give me )?(?:a |the )?(?:short )?(?:summary|gist|overview) of)\s+"
    r"(?!(?:it|this|that|them|these|those|everything|all|the (?:main|key|rest|whole|above))\b)\w",
    re.I,
)
UNSURE = (replaced_pronoun, kind_of_one, full_name, *fragments.RULES)
REMEMBERED = 40  # questions and answers; what is further back is not leant on
ANSWER_WORDS = 12  # of the last answer's first words, which say what is spoken of
LONGEST = 1_000  # characters of a question that is made; what grows longer is asked as it is


@dataclass(frozen=True, slots=True)
class Standalone:
    """A question that needs nothing before it, as far as it could be made.

    `context` are words of the last question that belong to it, where it still leans on that. `mentioned` are
    words of the last question and its answer: what is asked next mostly stands near them. `unclear`: it leans
    on something, and there is nothing before it. `alone` is the question as it was asked where it may as well
    begin something new: nothing joins it to what was before, and only the documents can tell.
    """

    question: str
    unclear: bool = False
    context: tuple[str, ...] = ()
    mentioned: tuple[str, ...] = ()
    alone: str = ""

    @property
    def query(self) -> str:
        """What sentences are held against: the question, or the subject where it asks what is said of one."""
        return " ".join((subject_of(self.question), *self.context))


def standalone(question: str, history: History) -> Standalone:
    """The question alone, completed from the turns before where it leans on them: not on those before a
    "different thing: ...".

    >>> before = [("user", "How many soldiers did Germany send in 2018?"), ("assistant", "1,000.")]
    >>> standalone("And in 2019?", before).question
    'How many soldiers did Germany send in 2019?'
    >>> standalone("What about France?", before).question
    'How many soldiers did France send in 2018?'
    >>> standalone("When did they leave?", [("user", "Who leads the Barkhane force?")]).question
    'When did the Barkhane force leave?'
    """
    last, answer, known, is_question = "", "", list[str](), True
    omitted: tuple[str, ...] = ()  # words that the last question leaves out, too: "Who was against?"
    for role, text in _since_turned(history[-REMEMBERED:], question):
        if role == "user" and text.strip():
            if not (is_question := remark_in(text) is None):  # nor does its answer say anything
                continue
            question_before = plainly(text.strip())
            whole = _completed(question_before, last, answer, known)  # it may lean, too
            last, answer = whole.question, ""
            omitted = () if content_words(last) else whole.context
            known += named_nouns(last)
        elif role == "assistant" and is_question:
            answer = text.strip()
            known += named_nouns(answer[:LONGEST])
    whole = _completed(plainly(question.strip()), last, answer, known)
    if not whole.mentioned:  # it is about something else
        return whole
    question_words = words(whole.question)
    added = (word for word in omitted if word not in question_words and word not in whole.context)
    return replace(whole, context=(*whole.context, *added))


def _since_turned(history: History, question: str) -> History:
    """The turns since somebody said last that it is about something else; none where the question says so."""
    if turns_away(question):
        return ()
    turned = (place for place, (role, text) in enumerate(history) if role == "user" and turns_away(text))
    return history[max(turned, default=0) :]


def _completed(question: str, last: str, answer: str, known: Sequence[str]) -> Standalone:
    """The question, completed from the last one, which stands alone; "" where there is none."""
    text = REACTION.sub("", question)
    turn = Turn(text, LEAD.sub("", text, count=1), last, answer, tuple(known))
    if not last:
        leans = turn.led and not QUESTION_WORD.match(turn.text) and len(words(turn.text)) < SHORT
        return Standalone(question, unclear=leans)
    tried = ((rule, rule(turn)) for rule in _rules(turn))
    completed = ((rule, text) for rule, text in tried if text and len(text) <= LONGEST)
    rule, whole = next(completed, (None, None))
    completed_question = capitalised(whole or _without_lead(turn))
    if completed_question.casefold() == question.casefold():
        completed_question = question
    is_whole = rule not in (None, fragments.bare_noun) and not ABOUT.match(completed_question)
    context = () if is_whole else _context(completed_question, turn)
    leans = bool(context) or rule in UNSURE
    return Standalone(
        completed_question,
        context=context,
        mentioned=_mentioned(turn) if rule or context else (),
        alone=turn.text if leans and not turn.led else "",
    )


def _mentioned(turn: Turn) -> tuple[str, ...]:
    """The words with meaning of the last question, and the first of its answer."""
    return tuple(
        dict.fromkeys([*content_words(turn.last), *content_words(turn.answer[:LONGEST])[:ANSWER_WORDS]])
    )


def _without_lead(turn: Turn) -> str:
    """The question where no rule has completed it."""
    if turn.is_fragment and not ABOUT.match(turn.asked) and not turn.is_foreign:
        return f"What about {turn.bare}?" if turn.led or " " not in turn.bare else turn.asked
    return turn.asked if turn.is_fragment or CLAUSE.match(turn.text) else turn.text


def _context(question: str, turn: Turn) -> tuple[str, ...]:
    """The words with meaning of the last turn that a question lacks which does not say what it is about."""
    if SUMMARY.match(question):
        return ()  # "summarise my wishes" says what is meant
    short = SHORT + 2 * (" the " in question)  # "the fee" is one that was spoken of
    brief = (len(words(question)) <= short or PRONOUN.search(question)) and not named_nouns(question)
    if not (brief or ABOUT.match(question) or turn.is_fragment or leaning_pronoun(question)):
        return ()
    mentioned = content_words(f"{turn.last} {short_answer_name(turn.answer) or ''}")
    return tuple(word for word in mentioned if word not in words(question))


def _rules(turn: Turn) -> Iterator[Rule]:
    """The rules in the order in which they are tried: those that are most certain come first."""
    yield from (
        at_another_time,
        pronoun_of_topic,
        other_ordinal,
        picked_item,
        other_one,
        question_word_alone,
        added_place,
        wanted_instead,
        fragments.added_age,
        fragments.one_before,
    )
    if turn.is_fragment:
        yield from fragments.RULES
    yield from (replaced_pronoun, kind_of_one, full_name)
