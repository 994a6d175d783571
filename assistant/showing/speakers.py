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
    if sentence.block is None or not sentence.text.endswith("?"):
        return []
    blocks = around.blocks_near(sentence)
    place = place_of(blocks, sentence.block)
    turns = [] if place is None else blocks[place : place + 2]
    if len(turns) < 2 or not _are_turns(turns, around.document(sentence).text):
        return []
    return around.stretch(sentence, turns[1].start, turns[1].end)


def asked_above(sentence: EvidenceSentence, around: Around) -> str:
    """The last question of another speaker right above what somebody says in answer, else ""."""
    block, text = sentence.block, around.document(sentence).text
    if block is None or block.kind != "paragraph" or not SPEAKER.match(text, block.start, block.end):
        return ""
    blocks = around.blocks_near(sentence)
    place = place_of(blocks, block)
    if not place or not _are_turns(blocks[place - 1 : place + 1], text):
        return ""
    asked = around.stretch(sentence, blocks[place - 1].start, blocks[place - 1].end)[-1:]
    question = " ".join(SPEAKER.sub("", each.text) for each in asked)
    return question if len(question) <= LONGEST_HEAD and not name_flagged(question) else ""


def _are_turns(blocks: Sequence[Block], text: str) -> bool:
    """Whether two paragraphs are a question and what somebody else says to it."""
    if any(block.kind != "paragraph" for block in blocks):
        return False
    first, second = (text[block.start : block.end] for block in blocks)
    asks, answers = SPEAKER.match(first), SPEAKER.match(second)
    if asks is None or answers is None:
        return False
    return first.rstrip().endswith("?") and asks["who"] != answers["who"]


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
    of_day = list(takewhile(lambda each: _sent(each, text) == sent, blocks[place:]))
    return around.stretch(sentence, block.start, of_day[-1].end)


def _sent(block: Block, text: str) -> str:
    """The day on which a message was sent, with which its block begins; "" for no message."""
    message = MESSAGE.match(text, block.start, block.end) if block.kind == "paragraph" else None
    return re.split(r",? ", message[0], maxsplit=1)[0] if message else ""
