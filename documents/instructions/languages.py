"""The commonest order to a machine, in other languages than English: forget all that you were told."""

from documents.instructions.rule import rule

FORGET = (
    rule(
        "ignorier,vergiss,vergess,missacht",
        r"\b(?:ignorier|vergiss|vergessen sie|missacht)\w{0,20}\b.{0,20}\b",
        r"(?:alle|sämtliche)\b.{0,20}\b(?:vorherig|vorangehend|vorangegangen|bisherig|obig|früher|vorig)",
        r"\w{0,20}\s{1,9}(?:\w+\s{1,9})?(?:anweisung|instruktion|befehl)",
    ),
    rule(
        "ignore,oublie,pas compte",
        r"\b(?:ignore[zr]?|oublie[zr]?|ne (?:tiens|tenez) pas compte)\b.{0,20}\b(?:toutes|tous)\b.{0,20}\b",
        r"(?:instructions|consignes|directives|ordres)\s{1,9}(?:pr[ée]c[ée]dent|ant[ée]rieur|ci-dessus)",
    ),
    rule(
        "ignor,olvid,descart",
        r"\b(?:ignor[ae]d?|olvid[ae]d?|descart[ae])\b.{0,20}\b",
        r"tod[ao]s\b.{0,20}\b(?:instrucciones|órdenes|indicaciones)\s{1,9}(?:anterior|previa|precedente)",
    ),
    rule(
        "ignore,esque,desconsidere",
        r"\b(?:ignore|esqueça|desconsidere)\b",
        r".{0,20}\btod[ao]s\b.{0,20}\b(?:instruções|ordens)\s{1,9}(?:anterior|prévia|acima)",
    ),
    rule(
        "ignora,dimentica",
        r"\b(?:ignora(?:te)?|dimentica(?:te)?)\b",
        r".{0,20}\btutt[ei]\b.{0,20}\b(?:istruzioni|ordini)\s{1,9}(?:precedent|anterior)",
    ),
    rule(
        "negeer,vergeet",
        r"\b(?:negeer|vergeet)\b.{0,20}\balle\b",
        r".{0,20}\b(?:vorige|voorgaande|eerdere|bovenstaande)\s{1,9}(?:instructies|opdrachten|aanwijzingen)",
    ),
    rule(
        "игнорируй,забудь",
        r"(?:игнорируй|забудь)\w{0,20}\b.{0,20}\b",
        r"все\b.{0,20}(?:предыдущ|прежн|выше)\w{0,20}\s{1,9}(?:инструкц|указани|команд)",
    ),
    rule(
        "ignoruj,zapomnij",
        r"(?:ignoruj|zapomnij)\w{0,20}\b.{0,20}\b",
        r"wszystkie\b.{0,20}(?:poprzedni|wcześniejsz)\w{0,20}\s{1,9}(?:instrukcj|polece|wskaz)",
    ),
    rule(
        "忽略,无视,無視,忘记,忘掉,忘記,不要理会,忽视,忽視",
        r"(?:忽略|无视|無視|忘记|忘掉|忘記|不要理会|忽视|忽視)",
        r".{0,8}(?:之前|以上|先前|上述|上面|前面|此前).{0,8}(?:指令|指示|提示|命令)",
    ),
    rule(
        "無視,忘れ",
        r"(?:以前|これまで|上記|以上)の(?:すべての|全ての)?(?:指示|命令|指令|プロンプト).{0,6}(?:無視|忘れ)",
    ),
    rule("무시,잊", r"(?:이전|위의|앞의|기존).{0,6}(?:지시|명령|지침|프롬프트).{0,12}(?:무시|잊)"),
    rule("تجاهل", r"تجاهل.{0,20}(?:التعليمات|الأوامر|التوجيهات).{0,12}(?:السابقة|أعلاه)"),
    rule("पिछले,पूर्व", r"(?:पिछले|पूर्व).{0,12}(?:निर्देश|आदेश).{0,16}(?:अनदेखा|नज़रअंदाज़|भूल)"),
    rule(
        "你", r"你(?:现在|現在)?是(?:一个|一個|一名)?.{0,6}(?:人工智能|ai ?助手|语言模型|語言模型|聊天机器人)"
    ),
)
