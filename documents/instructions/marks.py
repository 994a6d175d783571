"""The marks that a chat's template is made of: one list, for flagging them and for taking their power.

Written as patterns without flags; both kinds of brackets and a blank inside them pass with some servers.
"""

_OPEN, _SHUT, _BAR = "[<＜]", "[>＞]", "[|｜]"
_SQUARE_OPEN, _SQUARE_SHUT = r"[\[［]", r"[\]］]"


def _tag(names: str) -> str:
    return rf"{_OPEN}\s{{0,9}}/?\s{{0,9}}(?:{names})\s{{0,9}}{_SHUT}"


# These stand in no other text.
CHAT_MARKS = "|".join(
    (
        rf"{_OPEN}\s{{0,9}}{_BAR}\s{{0,9}}[\w▁/ -]{{2,40}}{_BAR}\s{{0,9}}{_SHUT}",
        rf"{_OPEN}{{2}}\s{{0,9}}/?SYS\s{{0,9}}{_SHUT}{{2}}",
        rf"{_SQUARE_OPEN}\s{{0,9}}/?(?:INST|SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_CALLS|TOOL_RESULTS|gMASK)\s{{0,9}}"
        rf"{_SQUARE_SHUT}",
        _tag(
            r"bos|eos|sop|think|tool_call|tool_response|im_start|im_end|start_of_turn|end_of_turn|"
            r"start_of_image|"
            r"end_of_image|unused\d+|extra_id_\d+|fim_(?:prefix|middle|suffix)|system(?:[ _-](?:prompt|"
            r"message))?|"
            r"assistant"
        ),
    )
)
# An end of text: in a page's markup it ends what is struck out, and then one begins before it on the line.
END_OF_TEXT = rf"^(?:(?!{_OPEN}s{_SHUT}).){{0,2000}}?{_OPEN}\s{{0,9}}/s\s{{0,9}}{_SHUT}"
# These a manual may have too: no flag, but a server must not read them as its own either.
OTHER_MARKS = "|".join(
    (
        rf"{_OPEN}(?={_BAR})",
        rf"(?<={_BAR}){_SHUT}",
        rf"{_OPEN}{{3,}}",
        rf"{_SHUT}{{3,}}",
        _tag("s|unk|pad|mask|tools|user|model"),
    )
)
HARMLESS = str.maketrans("<>[]＜＞［］", "‹›()‹›()")
