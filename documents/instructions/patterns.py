"""How text sounds that speaks to a language model and not to its reader.

Written from how such orders are built (an address, an earlier order to drop, an answer to bend, a secret to
tell, a chat's own marks), not from any list of them. A manual, a recipe or a letter must not match: each
pattern needs a word that only makes sense for a machine that writes answers.
"""

import re

from documents.instructions.languages import FORGET
from documents.instructions.rule import rule

# Where an order begins: a sentence, a clause, after "please" or "you must"; not "they told it to ignore".
BEGIN = (
    r"(?:(?:^|[.!?:;,\"“'‘(\[{>*#|–—-])\s*|\b(?:please|pls|now|then|and|must|should|shall|will|immediately|"
    r"simply|"
    r"just|instead|also|finally|always|kindly|you (?:have|are|need) to|(?:want|need|ask|order|command|"
    r"require|urge) "
    r"you to)\s+)"
)
START = r"(?:^|[.!?:]\s+|[\"“'‘(\[{>*#-]\s*)"  # of a sentence, also inside a longer text
AI = (
    r"(?:(?-i:AI)s?|artificial intelligences?|(?-i:LLM)s?|(?:large )?language models?|chat ?bots?|chat ?gpt|"
    r"(?-i:GPT)-?\w*|(?:AI|virtual|digital)[ -]assistants?)"
)
AI_WORDS = "ai,artificial,llm,language model,chat,gpt,assistant"
KIND = (
    r"(?: (?:language )?(?:assistants?|models?|agents?|systems?|bots?|readers?|tools?|summari[sz]ers?|"
    r"crawlers?))"
)
ANSWER = (
    r"\byour (?:next |final |entire |whole |own |full |every |generated )?"
    r"(?:repl(?:y|ies)|responses?|answers?|outputs?|messages?|summar(?:y|ies)|completions?)\b"
)
EARLIER = (
    r"(?:(?:all|any|every|of|the|these|those|my|other|and|or) )*"
    r"(?:previous|prior|earlier|above|preceding|foregoing|former|original|initial|existing|your|system|"
    r"safety|"
    r"developer|hidden)(?: (?:of|the|and|or|all|your|given|previous|prior|earlier|above|safety|system|"
    r"original|initial|"
    r"existing|developer|hidden))*"
)
ORDERS = (
    r"(?:instructions?|prompts?|directions|directives?|guidelines?|rules|commands?|orders|constraints|"
    r"programming|training|restrictions|guardrails|policies|safeguards)\b"
)
LANGUAGE = (
    r"(?:english|french|german|spanish|portuguese|italian|dutch|russian|chinese|mandarin|japanese|korean|"
    r"arabic|"
    r"hindi|turkish|polish|swedish|greek|hebrew|latin|klingon|esperanto)"
)
FORM = (
    rf"(?:{LANGUAGE}|base ?-?\d\d|emojis?|morse(?: code)?|binary|hex(?:adecimal)?|rot ?-?13|pig latin|"
    r"rhymes?|"
    r"(?:all )?(?:caps|uppercase)|json|(?:an? |the )?(?:[a-z]+ )?ciphers?|reversed?(?: order)?|backwards?|"
    r"(?:an? )?(?:poem|haiku|limerick|song|riddle|pirate))"
)

SURE = (
    # An earlier order is to be dropped.
    rule(
        "ignor,disregard,forget,overrid,bypass,neglect,discard,drop,follow,obey",
        rf"{BEGIN}(?:ignore|disregard|forget|override|bypass|neglect|discard|drop|stop following|",
        rf"(?:do not|don't|never) (?:follow|obey)) {EARLIER} {ORDERS}",
    ),
    rule(
        "ignore ,disregard ,forget ",
        rf"{BEGIN}(?:ignore|disregard|forget) (?:all |everything )(?:of )?(?:(?:that|which) )?(?:is |was |",
        r"were |",
        r"you (?:were|have been) )?(?:told|instructed|said|written|stated|above|before|prior)\b",
    ),
    rule(
        " user",
        rf"{BEGIN}(?:ignore|disregard|do not answer|don't answer|never answer|refuse to answer) ",
        r"(?:the |this |any |all |every )?user(?:'s|s'|s)?\b",
    ),
    # A machine is addressed, or told what it is.
    rule(
        AI_WORDS,
        r"\b(?:note|notice|message|instructions?|attention|reminder|warning|hint|memo)s?\s*(?:to|for|:)\s*",
        rf"(?:(?:the|any|all|every|reading|processing)\s)*{AI}{KIND}?",
        r"\s*(?:[:,.;!–—)\]-]|$|reading|processing|summari|that (?:reads?|process)|who|when|only)",
    ),
    rule(
        "if you",
        rf"\bif you(?:'re| are) (?:an? )?(?:[a-z]+ )?{AI}{KIND}?",
        r"\s*(?:[,:]|$|reading|processing|summari|and|then|please)",
    ),
    rule(
        f"{AI_WORDS},assistant",
        rf"{START}(?:dear|hey|hi|hello|attention|listen|ok(?:ay)?),? (?:{AI}{KIND}?|assistant)\s*[,:!.–—-]",
    ),
    rule("as a", rf"\bas an? (?:{AI}|assistant){KIND}?\s*,?\s+(?:I|you)\b"),
    rule(
        AI_WORDS,
        r"\byou(?:'re| are)(?: now| no longer| actually| secretly)*(?: (?:an?|the|my|helpful|harmless|",
        r"expert|",
        rf"powerful|advanced|unrestricted|evil|large|friendly|trained|new|different))* {AI}{KIND}?",
        r"\s*(?:[.,;:!)]|$|that|who|which|whose|designed|trained|created|and|with|called|named|without)",
    ),
    rule(
        "you are now",
        r"\byou are now (?:an? |the |in )?(?:[\w-]+ ){0,3}(?:unrestricted|uncensored|unfiltered|jailbroken|",
        r"jailbreak|(?-i:DAN))\b",
    ),
    rule(
        "from now on",
        r"\bfrom now on,? (?:you (?:will|must|should|are to|shall|can) )?(?:only |always |never )?",
        r"(?:respond|reply|answer|speak|act as|behave as|pretend|obey)\b",
    ),
    # Its answer is bent.
    rule(
        "your ",
        rf"{BEGIN}(?:modify|alter|augment|enhance|embellish|render|encode|reverse|invert|flip|scramble|",
        rf"obfuscate) (?:the [\w ]{{1,30}} (?:of|in) )?{ANSWER}",
    ),
    rule(
        "respond ,reply ,answer ",
        rf"{BEGIN}(?:respond|reply|answer) (?:only|solely|exclusively|always|henceforth|entirely) ",
        r"(?:with|in|by|using)\b",
    ),
    rule(
        "respond ,reply ,answer ,speak ",
        rf"(?:{BEGIN}|\b(?:can|could|will|would) you )(?:respond|reply|answer|speak) ",
        rf"(?:to (?:this|me|the user|everything) )?(?:back )?(?:in|using|with) {FORM}",
        r"\s*(?:[.?!,;]|$|encoding|only|instead|from|and)",
    ),
    # A secret is to be told, or carried away.
    rule(
        "your ",
        r"\b(?:reveal|print|show|repeat|output|display|leak|list|tell (?:me|us)|give (?:me|us)|write out|",
        r"disclose|",
        r"expose|share|quote|send|copy|translate|what (?:is|are|were))\b[^.?!\n]{0,40}\byour (?:full |",
        r"entire |",
        r"exact |complete |hidden |secret |own |initial |original )*",
        r"(?:system (?:prompt|message|instructions?)|prompt|instructions|hidden rules|context window)",
    ),
    rule(
        "system prompt",
        rf"{BEGIN}(?:reveal|leak|disclose|repeat|expose|print|output|quote|",
        r"recite)\b[^.?!\n]{0,40}\bsystem prompt\b",
    ),
    rule(
        "conversation,chat ,user,other documents,system prompt",
        rf"{BEGIN}(?:send|forward|post|transmit|upload|e-?mail|append|attach|leak|exfiltrate|include|put|",
        r"insert|",
        r"encode)\b[^.\n]{0,60}\b(?:conversation|chat (?:history|log)|user(?:'s|s'|s)? (?:question|query|",
        r"data|input|",
        r"messages?)|other documents|system prompt)\b[^\n]{0,80}(?:https?:|www\.|\S@\S|\burl\b|\blink\b|",
        r"\bimage\b|",
        r"\bto the attacker)",
    ),
    rule(
        "other doc,other file,other pass,other sour",
        rf"{BEGIN}(?:list|quote|print|show|reveal|output|summari[sz]e|include|copy|reproduce|",
        r"dump)\b[^.?!\n]{0,40}",
        r"\b(?:all|every|the|any) (?:of )?(?:the )?other (?:documents?|files?|passages?|sources?)\b",
        r"[^.?!\n]{0,40}\b(?:you|context|library|database|knowledge|user)",
    ),
    rule(
        "![",
        r"!\[[^\]]*\]\(\s*https?:[^)\s]*(?:[{<\[]|(?-i:QUESTION|ANSWER|CONVERSATION|CHAT|SECRET|QUERY|",
        r"DATA\b|",
        r"USER_))",
    ),
    # The marks of a chat, and of our own prompt.
    rule(
        "<|,<｜",
        r"<[|｜](?:im_start|im_end|im_sep|endoftext|system|user|assistant|eot_id|start_header_id|",
        r"end_header_id|",
        r"end|begin_?of_?\w+|end_?of_?\w+)[|｜]>",
    ),
    rule(
        "inst],<sys,</sys,_of_turn,<system,</system,<assistant,</assistant",
        r"\[/?INST\]|<</?SYS>>|<(?:start|end)_of_turn>|</?(?:system|assistant)(?:[ _-]?(?:prompt|message))?>",
    ),
    rule(
        "###",
        r"#{2,4}\s*(?:(?-i:Human|Assistant|System (?:Prompt|Message))\s*:|(?-i:Instruction)\s*:)",
    ),
    rule(
        "system,admin,developer",
        r"\b(?:system|admin(?:istrator)?|developer)[ -](?:override|prompt)\s*[:\]]|^\W{0,3}(?:begin|end|",
        r"new|start) ",
        r"(?:of )?(?:(?:the|new) )?(?:system|admin|developer) (?:prompt|instructions?|message)",
    ),
    rule(">>>", r">>>\s*(?:question|instructions?|system|answer|assistant|user)\s*:"),
    *FORGET,
)

# An order about "your answer" is a teacher's too; it is meant for a machine where it asks for an odd form, or
# for what is not in any document: the latest, the false, the advertised.
ORDER = rule(
    "your ",
    rf"{START}(?:(?:please|now|also|then|importantly|finally|and),? )*(?:add|include|insert|",
    r"integrate|incorporate|mention|embed|weave|slip|work|append|put|place|hide|sneak|inject|advertise|",
    r"promote|use|",
    r"apply|write|compose|provide|give|deliver|express|present|translate|convert|transform|encrypt|replace|",
    r"substitute|start|begin|end|finish|close|conclude|preface|prefix|make|turn|spell|phrase|",
    rf"(?:can|could|will|would) you)\b(?:[^.?!\n]|[.?!](?=\S)){{0,200}}{ANSWER}|{START}in {ANSWER}",
)
BENT = re.compile(
    rf"\b(?:in|to|into|as|using|with) {FORM}\b|\b(?:emojis?|ciphers?|base ?\d\d|encoding|backwards?|"
    r"upside down|"
    r"reversed?|invert|order of (?:the )?(?:letters|words|characters))\b|"
    r"\b(?:latest|recent(?:ly)?|upcoming|next|breaking|bestselling|newsletter|subscrib\w+|exclusive|"
    r"special offers?|"
    r"discounts?|promo\w*|deals?|lottery|winnings|rumou?rs?|misleading|baseless|non-existent|nonexistent|"
    r"made-up|"
    r"false|conspiracy|bankrupt\w*|click|prince|hoax|propaganda|unproven|plot twist|sponsor\w*)\b|"
    r"https?://|\bwww\.",
    re.IGNORECASE,
)

# Words that fit an address to a machine and, alone, much else besides: two kinds in one sentence tell.
HINTS = (
    rule("system prompt", r"\bsystem prompt\b"),
    rule("system,assistant,admin", r"(?:^|\W)\[?(?:system|assistant|admin)\]?\s*:"),
    rule(
        "end of,new ",
        r"\b(?:end of (?:the )?(?:document|context|passages?|user input)|new (?:system )?instructions?)\b",
    ),
    rule(
        "question,query,request",
        rf"{BEGIN}(?:ignore|disregard|do not answer|don't answer) (?:the|this|any|every) ",
        r"(?:question|query|request)s?\b",
    ),
    rule(
        "instead,rather,respond,reply,answer,say,output",
        rf"{BEGIN}(?:instead|rather),? (?:say|answer|respond|reply|tell|output)\b|\b(?:respond|reply|",
        r"answer|say|",
        r"output) (?:with )?(?:only |just |exactly |nothing but )?(?:the (?:word|phrase|sentence|text)\b|",
        r"[\"“'‘])",
    ),
    rule(
        "the user",
        r"\b(?:do not|don't|never) (?:tell|inform|alert|mention this to|reveal this to) the user\b|",
        r"\btell the user\b",
    ),
    rule(
        "asked,asks",
        r"\b(?:if|when(?:ever)?) (?:you(?:'re| are) )?(?:asked|(?:the |a )user asks?|anyone asks)\b",
    ),
    rule(
        "hidden,secret,mode,you are now",
        r"\b(?:hidden|secret) instructions?\b|\b(?:maintenance|developer|debug|god|admin) mode\b|",
        r"\byou are now\b",
    ),
    rule(
        "decode,decrypt", r"\b(?:decode|decrypt)\b[^.\n]{0,60}\b(?:follow|obey|execute|carry out|do what)\b"
    ),
)
