"""Words for one relation, such as founding: what is asked with one may be stated with another."""

# The letters say which kinds of value the relation can have: d(ate), n(umber), p(erson), w(here).
RELATIONS: tuple[tuple[str, frozenset[str]], ...] = tuple(
    (kinds, frozenset(group.split()))
    for kinds, group in (
        (
            "d",
            "established establish establishment founded foundation founding formed form formation created "
            "creation launched incorporated instituted chartered organized organised inaugurated opened "
            "started constituted operating operated",
        ),
        ("dp", "built build building construction constructed construct erected completed"),
        ("d", "opened opening open inaugurated"),
        ("dw", "born birth birthplace"),
        ("dw", "die died death dies"),
        ("d", "released release issued"),
        ("dw", "published publication publish"),
        ("d", "introduced introduction adopted introduce"),
        ("d", "begin began started start commenced debut"),
        ("d", "end ended finished closed abolished dissolved"),
        ("dp", "married marry marriage wife husband spouse wed"),
        ("n", "population inhabitants people residents persons"),
        ("p", "director directed directors direct directs"),
        ("p", "artist album single song singer band performer recorded performed sung sings sang sing EP LP"),
        ("p", "author written wrote writer writes write"),
        ("p", "creator created creators create"),
        ("p", "composer composed compose"),
        ("p", "producer produced produce"),
        ("p", "designer designed architect design"),
        ("p", "father son daughter"),
        ("p", "mother son daughter"),
        ("p", "led leader commanded commander"),
        ("w", "located location situated lies"),
        ("d", "elected appointed"),
    )
)
