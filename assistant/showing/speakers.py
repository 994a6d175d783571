"""What somebody says to another: the answers of an interview, the messages of a chat."""

import re
from collections.abc import Sequence
from itertools import takewhile

from assistant.evidence.sentences import EvidenceSentence
from assistant.showing.around import LONGEST_HEAD, Around, place_of
from documents.instructions import name_flagged
from documents.readers.plain.text import MESSAGE, SPEAKER
from documents.types import Block


def answer_below(sentence: EvidenceSentence, around: Around) -> list[EvidenceSentence]:
    """What another speaker says right after a sentence that asks something; empty where it does not.

    As in an interview that is written down: "DF: Why?", "HM: Nobody knew."
    """
    turns = _turns(sentence, around, first=0) if sentence.text.endswith("?") else []
    return around.stretch(sentence, turns[1].start, turns[1].end) if turns else []


def asked_above(sentence: EvidenceSentence, around: Around) -> str:
    """The last question of another speaker right above what somebody says in answer, else ""."""
    turns = _turns(sentence, around, first=-1)
    questions = around.stretch(sentence, turns[0].start, turns[0].end)[-1:] if turns else []
    question = " ".join(SPEAKER.sub("", line.text) for line in questions)
    return question if len(question) <= LONGEST_HEAD and not name_flagged(question) else ""


def _turns(sentence: EvidenceSentence, around: Around, *, first: int) -> Sequence[Block]:
    """The paragraph that is so far from a sentence's own and the next one, where they are a question and what
    somebody else says to it; else nothing.
    """
    block, text = sentence.block, around.document(sentence).text
    if block is None or block.kind != "paragraph" or not SPEAKER.match(text, block.start, block.end):
        return ()
    blocks = around.blocks_near(sentence)
    place = place_of(blocks, block)
    turns = blocks[place + first : place + first + 2] if place is not None and place + first >= 0 else []
    if [block.kind for block in turns] != ["paragraph"] * 2:
        return ()
    question, answer = (text[block.start : block.end] for block in turns)
    asks, answers = SPEAKER.match(question), SPEAKER.match(answer)
    if asks is None or answers is None or asks["who"] == answers["who"]:
        return ()
    return turns if question.rstrip().endswith("?") else ()


def messages_from(sentence: EvidenceSentence, around: Around) -> list[EvidenceSentence]:
    """The message of a chat that a sentence is in, and those that follow it on the same day.

    Empty where it is in none.
    """
    block, text = sentence.block, around.document(sentence).text
    sent = _sent(block, text) if block else ""
    blocks = around.blocks_near(sentence) if sent else []
    place = place_of(blocks, block) if block else None
    if block is None or place is None:
        return []
    of_day = list(takewhile(lambda message: _sent(message, text) == sent, blocks[place:]))
    return around.stretch(sentence, block.start, of_day[-1].end)


def _sent(block: Block, text: str) -> str:
    """The day on which a message was sent, with which its block begins; "" for no message."""
    message = MESSAGE.match(text, block.start, block.end) if block.kind == "paragraph" else None
    return re.split(r",? ", message[0], maxsplit=1)[0] if message else ""
