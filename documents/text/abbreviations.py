"""Words that end with a full stop though their sentence goes on, in English, German and French.

All are in lower case and without their last full stop; a blank inside is left out ("z.b" stands for "z. B.").
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Before a name, where they begin with a capital: no sentence ends with them.
TITLES = _words(
    "dr drs mr mrs ms prof gen col sgt capt cpt lt maj adm rev hon gov sen rep pres mt ft messrs hr fa "
    "fam hl frl mme mlle mm mmes mgr ste hrsg rt dipl ing mag"
)
# In the middle of a phrase.
PHRASES = _words(
    "e.g i.e cf vs viz esp incl z.b d.h u.a v.a u.u i.d.r o.ä s.o bzw vgl sog inkl zzgl ggf evtl p.ex "
    "c.-à-d c.à.d n.b p.s p.p.s av bd bld boul ed eds"
)
# Before a number.
BEFORE_NUMBERS = _words(
    "no nos nr nrn n fig figs eq eqs sec sect secs art arts abs abb tab vol vols bd bde p pp s ch chap "
    "chaps kap  approx ca c circa para paras rev v ver est env min max tel tél fax ext ref refs ziff rn "
    "al t d b anm apt rm ed  jan feb mar apr jun jul aug sep sept oct nov dec janv févr avr juil déc mär "
    "okt dez lit pos bl"
)
# They may end a sentence: with a word in lower case or a number behind them they do not.
MAY_END = _words(
    "etc usw usf inc ltd co corp bros jr sr st ave rd blvd str pl sq dept tbsp tsp oz lb lbs kg g km m cm "
    "mm mi in  hrs hr h sec min std mon tue tues wed thu thur thurs fri sat sun mo di mi do fr sa so est "
    "temp press vol ed no  nr al f ff op cit ibid et.al uhr mio mrd tsd mwst gmbh jh jhd jahrh s a.m p.m "
    "am pm u.s u.k e.u d.c ph.d m.d b.a  b.sc m.sc m.a j.-c av.j.-c gest geb verh led uni abt tel nat "
    "intl assn univ govt max assoc bzgl chr n.chr v.chr"
)
# Words that begin sentences and are no names: with one of them behind it, a letter is no initial.
BEGINNERS = _words(
    "a an the this that these those it he she we they you i there here his her hers our their its my what "
    "when where  who why how if in on at by for from with and but or so no not all some many most few "
    "each as after before  then now also both one do does did is are was were can will may  der die das "
    "ein eine es er sie wir ihr ich dies diese dieser dieses dann da hier auch und aber oder wenn als "
    "nach vor bei im am zum man nicht kein keine alle dort heute  le la les l un une des il elle ils "
    "elles on nous vous je tu ce c cette ces mais et ou si quand puis dans en au  aux pour par avec sur"
)
# Before a letter that is a name's.
BEFORE_INITIALS = _words(
    "by from with to of and or for as than like says said see cf via mr mrs ms dr prof rev von van de der "
    "herr frau m  mme mlle und et par avec mit in the"
)
