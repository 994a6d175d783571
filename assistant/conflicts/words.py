"""Small closed lists that the comparison of sources rests on, in lower case."""


def _terms(lines: str) -> frozenset[str]:
    return frozenset(" ".join(term.split()) for term in lines.split(","))


SPORTS = _terms(
    """american football, australian rules football, association football, archery, athletics, badminton,
    bandy, baseball, basketball, beach volleyball, biathlon, bobsleigh, bodybuilding, bowling, boxing,
    canoeing, chess, cricket, cross-country skiing, curling, cycling, darts, equestrian, fencing, field
    hockey, figure skating, floorball, football, gaelic football, golf, gymnastics, handball, hockey,
    horse racing, hurling, ice hockey, judo, karate, kickboxing, lacrosse, luge, mixed martial arts,
    motor racing, motorsport, netball, powerlifting, rowing, rugby, rugby league, rugby union, sailing,
    short track, skateboarding, ski jumping, skiing, snooker, snowboarding, soccer, softball, speed
    skating, squash, sumo, sumo wrestling, surfing, swimming, table tennis, taekwondo, tennis, track and
    field, triathlon, volleyball, water polo, weightlifting, wrestling"""
)
# Who does it says what it is.
DOERS = {
    "footballer": "football",
    "association football": "football",
    "soccer": "football",
    "cricketer": "cricket",
    "boxer": "boxing",
    "golfer": "golf",
    "swimmer": "swimming",
    "wrestler": "wrestling",
    "cyclist": "cycling",
    "gymnast": "gymnastics",
    "rower": "rowing",
    "fencer": "fencing",
    "bodybuilder": "bodybuilding",
    "speed skater": "speed skating",
    "figure skater": "figure skating",
    "skier": "skiing",
    "judoka": "judo",
    "bowler": "bowling",
    "jockey": "horse racing",
}
LANGUAGES = _terms(
    """afrikaans, albanian, amharic, arabic, armenian, assamese, azerbaijani, basque, bengali, bhojpuri,
    bosnian, bulgarian, burmese, cantonese, catalan, croatian, czech, danish, dutch, english, estonian,
    finnish, french, georgian, german, greek, gujarati, hausa, hebrew, hindi, hungarian, icelandic,
    igbo, indonesian, irish, italian, japanese, kannada, kazakh, khmer, konkani, korean, kurdish, latin,
    latvian, lithuanian, macedonian, malay, malayalam, mandarin, marathi, mongolian, nepali, norwegian,
    odia, pashto, persian, polish, portuguese, punjabi, romanian, russian, sanskrit, serbian, sinhala,
    slovak, slovene, somali, spanish, swahili, swedish, tagalog, tamil, telugu, thai, tibetan, turkish,
    ukrainian, urdu, uzbek, vietnamese, welsh, yoruba, zulu"""
)
MEDIA = _terms(
    """album, anime, ballet, book, cartoon, comic, documentary, film, magazine, manga, movie, musical,
    newspaper, novel, novella, opera, painting, play, podcast, poem, radio, sculpture, short story,
    song, television, tv, video game, web series"""
)
MEDIA_SAME = {"movie": "film", "tv": "television", "documentary": "film"}
PARTIES = _terms(
    """christian democrat, christian democratic, communist, conservative, democrat, democratic, farmer-labor,
    federalist, fianna fáil, fine gael, green, labor, labour, liberal, liberal democrat, libertarian,
    nationalist, plaid cymru, populist, progressive, republican, sinn féin, social democrat, social
    democratic, socialist, tory, unionist, whig"""
)
PARTIES_SAME = {"democrat": "democratic", "tory": "conservative", "labor": "labour"}
OCCUPATIONS = _terms(
    """accountant, actor, actress, admiral, architect, army officer, artist, astronaut, astronomer, athlete,
    author, banker, baseball player, basketball player, bishop, botanist, boxer, broadcaster,
    businessman, businesswoman, cardinal, cartoonist, chaplain, chef, chemist, choreographer, clergyman,
    comedian, composer, conductor, cricketer, critic, dancer, dentist, designer, diplomat, director,
    economist, editor, engineer, entrepreneur, explorer, farmer, fencer, footballer, football player,
    general, geologist, golfer, guitarist, historian, hockey player, illustrator, inventor, journalist,
    judge, jurist, lawyer, lecturer, librarian, linguist, mathematician, merchant, minister, missionary,
    model, musician, naturalist, naval officer, novelist, nurse, painter, philanthropist, philosopher,
    photographer, physician, physicist, pianist, pilot, playwright, poet, politician, priest, producer,
    professor, psychologist, racing driver, rapper, saxophonist, scientist, screenwriter, sculptor,
    singer, sociologist, soldier, songwriter, surgeon, swimmer, teacher, theologian, translator,
    wrestler, writer, zoologist"""
)
GENRES = _terms(
    """action, adventure, ambient, animated, biographical, black comedy, blues, comedy, country, crime, disco,
    documentary, drama, electronic, fantasy, folk, funk, gospel, grunge, hard rock, heavy metal, hip
    hop, historical, horror, jazz, metal, musical, mystery, opera, pop, psychological thriller, punk,
    r&b, rap, reggae, rock, romance, romantic comedy, romantic drama, satire, science fiction, silent,
    soul, sports, superhero, techno, thriller, war, western"""
)
POSITIONS = _terms(
    """center, centre, cornerback, defender, defensive end, defensive tackle, defenseman, defenceman, forward,
    fullback, full back, goalkeeper, goaltender, halfback, hooker, infielder, kicker, left back, left
    wing, left winger, linebacker, lock, midfielder, offensive lineman, outfielder, pitcher, point
    guard, prop, punter, quarterback, right back, right winger, running back, safety, shooting guard,
    shortstop, striker, tight end, wicket-keeper, wide receiver, winger"""
)
RANKS = _terms(
    """admiral, air marshal, brigadier, brigadier general, captain, colonel, commander, commodore, corporal,
    field marshal, general, generalleutnant, generalmajor, generaloberst, lieutenant, lieutenant
    colonel, lieutenant commander, lieutenant general, major, major general, marshal, private, rear
    admiral, sergeant, vice admiral"""
)
COLOURS = _terms(
    """black, white, red, green, blue, yellow, orange, brown, grey, gray, pink, purple, violet, turquoise,
    beige, gold, silver, cream, crimson, scarlet, navy, teal, maroon, olive, ivory, bronze, copper"""
)
# The noun a question asks with, and the terms that can answer it with the names of the same.
CATEGORIES: dict[str, tuple[frozenset[str], dict[str, str]]] = {
    "sport": (SPORTS, DOERS),
    "language": (LANGUAGES, {}),
    "medium": (MEDIA, MEDIA_SAME),
    "format": (MEDIA, MEDIA_SAME),
    "party": (PARTIES, PARTIES_SAME),
    "profession": (OCCUPATIONS, {"actress": "actor"}),
    "occupation": (OCCUPATIONS, {"actress": "actor"}),
    "genre": (GENRES, {}),
    "position": (POSITIONS, {"goaltender": "goalkeeper", "centre": "center"}),
    "rank": (RANKS, {}),
}

# Words that judge; degrees such as "high" and "low" are none, what they stand at can be good or bad.
GOOD = _terms(
    """good, excellent, close, cordial, friendly, warm, strong, positive, healthy, stable, smooth,
    amicable, favourable, favorable, harmonious, safe, effective, reliable, successful, efficient,
    profitable, adequate"""
)
BAD = _terms(
    """bad, poor, ambivalent, tense, strained, hostile, difficult, troubled, weak, negative, unstable,
    rocky, unfriendly, unfavourable, unfavorable, dangerous, unsafe, ineffective, unreliable,
    unsuccessful, inefficient, unprofitable, inadequate, mixed, uneasy, complicated, fraught,
    chilly, deteriorating"""
)
