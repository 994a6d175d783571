"""How text sounds that speaks to a language model and surely not to its reader.

Written from how such orders are built (an address, an earlier order to drop, a code to answer in, a secret to
tell, a chat's own marks), not from any list of them. A rule, a letter, an exam or a script for a help desk
must not match: "reply only in English" or "disregard the earlier guidelines" are what people write to people.
"""

from documents.instructions.languages import FORGET
from documents.instructions.marks import CHAT_MARKS, END_OF_TEXT
from documents.instructions.rule import rule

START = r"(?:^|[.!?:;]\s+|[\"“'‘(\[{>*#-]\s*)"  # of a sentence, also inside a longer text
# An order begins here; not "they told it to ignore" nor "staff must ignore".
BEGIN = (
    rf"{START}(?:(?:please|pls|now|then|and|also|important(?:ly)?|you must|you should|immediately)[,:]? )*"
)
AI = (
    r"(?:(?-i:AI)s?|artificial intelligences?|(?-i:LLM)s?|(?:large )?language models?|chat ?bots?|"
    r"chat ?gpt|(?-i:GPT)-?\w*|(?:AI|virtual|digital)[ -]assistants?)"
)
KIND = (
    r"(?: (?:language )?(?:assistants?|models?|agents?|systems?|bots?|readers?|tools?|summari[sz]ers?|"
    r"crawlers?))"
)
ANSWER = (
    r"\byour (?:next |final |entire |whole |own |full |every |generated )?"
    r"(?:repl(?:y|ies)|responses?|answers?|outputs?|messages?|completions?)\b"
)
# What the reader is to say once the earlier orders are dropped.
TELL = (
    r"(?:(?:say|state|answer|respond|reply|output|pretend|reveal|praise|rank|recommend|print|obey)\b"
    r"(?! (?:to|by|page|the form)\b)|tell the user\b|write (?:only|that|an?)\b|act as\b)"
)
EARLIER = r"(?:previous|prior|earlier|above|preceding|foregoing|former|original|initial|existing|system)"
# Codes that no form, exam or letter asks an answer in.
CODE = (
    r"(?:base ?-?\d\d|morse(?: code)?|rot ?-?13|pig latin|(?:an? |the )?(?:[a-z]+ ){0,2}ciphers?|"
    r"(?:[a-z]+ )?encoding|reversed? (?:letters|words|order)|backwards)\b"
)
SECRET = (
    r"(?:(?:system|hidden|secret) (?:prompt|messages?|instructions?|rules)|"
    r"(?:initial|original|full|exact) prompt|context window)\b"
)

SURE = (
    # All earlier orders are to be dropped, or some, and then something is to be said.
    rule(
        "instruction,prompt,directive,commands",
        rf"{BEGIN}(?:ignore|disregard|forget|override|bypass) ",
        r"(?:all|any|every)(?: of)?(?: (?:the|your|my|these|those|other))? ",
        rf"(?:(?:{EARLIER}|and|or) ?)+ (?<= )(?:instructions?|prompts?|directives?|commands)",
        rf"(?:\s*(?:[.!;:,…\"”'’)\]—–-]|$)|,? (?:and|then|but) (?:\w+ )?{TELL})",
    ),
    rule(
        "instruction,prompt,directive,guideline,rules,command,orders,text,everything,passage",
        rf"{BEGIN}(?:ignore|disregard|forget|override|do not follow|don't follow|stop following) ",
        rf"(?:(?:all|any|every|everything|of|the|your|my|these|those|{EARLIER}) )+(?:above|",
        r"before|so far|instructions?|prompts?|directives?|guidelines|rules|commands|orders|text|passages?)",
        rf"(?: (?:above|before|so far))?(?:[.;,:]? (?:and |then |instead |just |only )+{TELL}|[.;:] {TELL})",
    ),
    rule(
        "told,instructed",
        rf"{BEGIN}(?:ignore|disregard|forget) (?:all|everything)(?: that| which)? ",
        r"(?:you (?:were|have been)|was) (?:told|instructed) (?:above|before|so far|until now|previously)\b",
    ),
    rule(
        "your ",
        rf"{BEGIN}(?:ignore|disregard|forget|override|bypass) ",
        rf"(?:all )?(?:of )?your (?:{EARLIER}|safety|developer|hidden) ",
        r"(?:instructions?|prompts?|directives?|guidelines|programming|restrictions|guardrails|safeguards)\b",
    ),
    rule("user's ", rf"{BEGIN}(?:ignore|disregard) (?:the|this) user's (?:question|query|prompt)\b"),
    # A machine is addressed, or told what it is.
    rule(
        "note to,notes to,notice to,message to,instruction to,instructions to,reminder to,memo to",
        r"\b(?:note|notice|message|instructions?|reminder|memo)s? to ",
        rf"(?:(?:the|any|all|every) )*{AI}{KIND}?\s{{0,9}}[:,—–-]",
    ),
    rule(
        " this",
        rf"\b(?:to|for|:|attention) ?(?:(?:the|any|all|every) )*{AI}{KIND}? (?:(?:that (?:is |are )?)?",
        r"(?:reading|processing|summari[sz]ing)|that (?:reads?|process(?:es)?)) this\b",
    ),
    rule(
        "if you",
        r"\bif you(?:'re| are) (?:an? )?",
        rf"(?:[a-z]+ )?{AI}{KIND}?\s{{0,9}}(?:[,:]|$|(?:reading|processing|summari[sz]ing) this|then|please)",
    ),
    rule(
        "dear ,hey,hi ,hello,attention,listen,ok",
        rf"{START}(?:dear|hey|hi|hello|attention|listen|ok(?:ay)?),? {AI}{KIND}?\s{{0,9}}[,:!.–—-]",
    ),
    rule("as a", rf"\bas an? {AI}{KIND}?\s{{0,9}},?\s{{1,9}}(?:I|you)\b"),
    rule(
        "you are,you're",
        r"\byou(?:'re| are)(?: now| no longer| actually| secretly)*(?: (?:an?|",
        r"the|my|helpful|harmless|expert|powerful|advanced|unrestricted|evil|large|trained|new|different))* ",
        rf"{AI}{KIND}?\s{{0,9}}(?:[.,;:!)]|$|that|who|which|whose|designed|trained|created)",
    ),
    rule(
        "you are now",
        r"\byou are now (?:an? |the |in )?(?:(?-i:DAN)\b|(?:unrestricted|",
        rf"uncensored|unfiltered|jailbroken|jailbreak) (?:mode|assistant|model|version|{AI})\b)",
    ),
    rule(
        "from now on",
        r"\bfrom now on,? (?:you (?:will|must|should|are to|shall) )?",
        r"(?:only |always )?(?:respond|reply|answer|speak|talk) (?:as|like) (?:an?|the)\b",
    ),
    # Its answer is to be in a code.
    rule(
        "your ",
        rf"{BEGIN}(?:encode|obfuscate|scramble|encrypt|render|write|give|",
        rf"provide|convert|translate|express|present|format|deliver|transform|put|return|output) {ANSWER} ",
        rf"(?:only )?(?:in|to|into|as|using|with|by) {CODE}",
    ),
    rule(
        "your ",
        rf"{BEGIN}(?:encode|obfuscate|scramble|reverse|invert) your (?:responses?|outputs?|completions?)\b",
    ),
    rule(
        "respond ,reply ,answer ,speak ",
        rf"(?:{BEGIN}|\b(?:can|could|will|would) you )(?:respond|reply|answer|speak) ",
        rf"(?:only |always |to (?:this|me|the user|everything) )?(?:in|using|with) {CODE}",
    ),
    rule(
        "your ",
        rf"(?:{BEGIN}|\b(?:can|could|will|would) you )(?:use|apply|employ) {CODE}[^.?!\n]{{0,60}}{ANSWER}",
    ),
    rule(
        "your ",
        rf"(?:{BEGIN}|\b(?:can|could|will|would) you )(?:write|reverse|invert|flip|scramble|change) ",
        rf"(?:{ANSWER}(?:'s)? (?:backwards?|(?:letter|character|word) order)\b",
        rf"|the order of (?:the )?(?:letters|characters|words) (?:in|of) {ANSWER})",
    ),
    # It is to advertise.
    rule(
        "your answer,your response",
        rf"{BEGIN}(?:advertise|promote|mention|plug|recommend)\b",
        r"[^\n]{0,120}(?:https?:|www\.)[^\n]{0,80}\b(?:in|with) your (?:answer|response)\b",
    ),
    # A secret is to be told, or carried away.
    rule(
        "your ",
        r"\b(?:reveal|print|show|repeat|output|display|leak|list|tell (?:me|us)|give (?:me|us)|write out|",
        r"disclose|expose|share|quote|send|copy|translate|what (?:is|are|were))\b[^.?!\n]{0,40}\byour ",
        rf"(?:full |entire |exact |complete |own )*{SECRET}",
    ),
    rule(
        "system prompt",
        rf"{BEGIN}(?:reveal|leak|disclose|repeat|expose|print|output|quote|recite)\b",
        r"[^.?!\n]{0,40}\bsystem prompt\b",
    ),
    rule(
        "conversation,chat history,user's question,user's query,system prompt",
        rf"{BEGIN}(?:append|attach|leak|exfiltrate|include|put|insert|encode|add)\b",
        r"[^.\n]{0,60}\b(?:conversation|chat history|user's (?:question|query)|system prompt)\b",
        r"[^\n]{0,80}(?:https?:|\b(?:link|url|image)\b)",
    ),
    rule(
        "other doc,other file",
        rf"{BEGIN}(?:list|quote|print|show|reveal|repeat|dump|output)\b[^.?!\n]{{0,40}}\bother ",
        r"(?:documents|files) (?:of the user|in (?:your|the) context)\b",
    ),
    rule(
        "![",
        r"!\[[^\]]{0,200}\]\(\s*https?:[^)\s]{0,500}?",
        r"(?:[{<\[]|(?-i:QUESTION|ANSWER|CONVERSATION|CHAT|SECRET|QUERY|DATA\b|USER_))",
    ),
    # The marks of a chat, and of our own prompt.
    rule("<,[", f"(?-i:{CHAT_MARKS})"),
    rule("/s", END_OF_TEXT),
    rule("###", r"###\s*(?-i:Human|Instruction|System (?:Prompt|Message))\s*:"),
    rule(
        "override",
        rf"\b(?:system|admin(?:istrator)?|developer)[ -]override\s*[:\]]\s*(?:\w+ ){{0,4}}?{TELL}",
    ),
    rule("system prompt", r"^\W{0,3}(?:begin|end|start) (?:of )?(?:(?:the|new) )?system prompt\b"),
    rule(">>>", r">>>\s*(?:question|instructions?|system)\s*:"),
    *FORGET,
)

# Words that fit an address to a machine and, alone, much else besides: two kinds in one sentence tell.
HINTS = (
    rule("system prompt", r"\bsystem prompt\b"),
    rule("system,assistant", r"(?:^|\W)\[?(?:system|assistant)\]?\s*:"),
    rule("assistant", rf"{START}(?:dear|hey|hi|hello),? assistant\b"),
    rule("end of,new ", r"\b(?:end of (?:the )?(?:context|passages|user input)|new system instructions?)\b"),
    rule("the user", r"\bthe user (?:wants|has (?:just )?asked|is asking) (?:you|an? )"),
    rule("hidden,secret", r"\b(?:hidden|secret) instructions?\b"),
    rule("decode,decrypt", r"\b(?:decode|decrypt)\b[^.\n]{0,60}\b(?:follow|obey|execute|carry out)\b"),
)
