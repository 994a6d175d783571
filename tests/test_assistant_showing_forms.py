"""How a question wants to be answered: what a person would expect of each."""

from pathlib import Path

import numpy as np
import pytest

from assistant.showing.forms import _PATTERNS, form_of
from assistant.types import Form
from index.models.embedded import EmbeddedEmbedder

EXPECTED: dict[Form, str] = {
    "fact": """
        When does the pool open on Sundays?
        Who is the chair of the club?
        How much does a locker cost?
        How many guests may I bring?
        Which bus goes to the harbour?
        What is the phone number of the warden?
        How long does the guarantee last?
        Where do I leave the keys?
        Number of the plumber?
        deposit for the boat shed key?
        What does it cost to replace a lost card?
        How do I know the cost of a berth?
        Which of my neighbours has a spare key?
        What time does the office close on Fridays?
        How often must the boiler be serviced?
        Who wrote the minutes?
        What happens if I pay late?
        Wie viel kostet ein Platz?
        Wann öffnet das Büro?
        Wer ist der Vorsitzende?
        Was kostet ein neuer Schlüssel?
        Was ist die Telefonnummer vom Hausmeister?
        Wie lange gilt die Garantie?
        Quel est le prix d'une place ?
        Quelle est la date de la réunion ?
        Quand ouvre le bureau ?
        Combien coûte une clé ?
        How old must a member be?
        What was the rent in 2023?
        And in 2024?
        And for children?
        Can you tell me when the pool opens?
        What is the greatest weight allowed?
        What time do members have to leave?
        Who do I call when the lift is stuck?
        Who did the wiring?
        How many steps lead to the cellar?
    """,
    "list": """
        Which documents do I need for the application?
        What must I bring to the course?
        What should we pack for the camp?
        What are the opening conditions for a refund?
        In which cases is the deposit kept?
        List the tools in the shed.
        Which tools may members borrow?
        What is not covered by the insurance?
        What isn't covered by the insurance?
        What can't go in the compost?
        What are the rules of the laundry room?
        Who are the members of the committee?
        Name the three trustees.
        What things are forbidden on the beach?
        What's banned in the laundry room?
        What am I not allowed to do on the terrace?
        What does the fee include?
        What is included in the rent?
        What are the ingredients of the soup?
        Give me a list of the exits.
        Welche Unterlagen brauche ich?
        Was muss ich alles mitbringen?
        Was darf nicht in den Kompost?
        Welche Werkzeuge darf ich ausleihen?
        Quels documents faut-il apporter ?
        Quelles sont les règles de la piscine ?
        Que faut-il apporter ?
        What do I have to bring along?
        Which dishes contain nuts?
        What are the advantages of membership?
        What do I need for the exam?
        Which of the tools may be taken home?
        What different kinds of membership are there?
    """,
    "steps": """
        How do I reset the alarm?
        How can I cancel my membership?
        How to descale the kettle?
        What do I do when the alarm rings?
        What are the steps to renew a passport?
        What is the procedure for a complaint?
        How should I clean the filter?
        How do you defrost the freezer?
        How do I go about returning a parcel?
        What should I do if the lift stops?
        Wie kündige ich meinen Vertrag?
        Wie kann ich den Filter reinigen?
        Wie reinige ich den Filter?
        Wie geht das Entkalken?
        Wie muss ich vorgehen, wenn der Alarm klingelt?
        Was muss ich tun, wenn der Alarm klingelt?
        Comment nettoyer le filtre ?
        Comment faire pour résilier ?
        Comment puis-je annuler ma réservation ?
        Que faire en cas d'incendie ?
        Was tun bei Stromausfall?
        The alarm rings at night. What do I do?
        If the lamp blinks, what must I do?
        My card is gone. How do I block it?
        The key broke in the lock, what now?
        What do I have to do to end my membership?
    """,
    "yesno": """
        Is a sum up to 500 euros insured?
        Can I park a trailer in the yard?
        Is breakfast included?
        May guests use the sauna?
        Do children pay?
        Does the guarantee cover the motor?
        Are dogs allowed on the beach?
        Has the roof been repaired?
        And is smoking allowed?
        Am I insured on the way to work?
        Would I get a refund?
        Should I lock the gate at night?
        Darf ich auf dem Balkon grillen?
        Kann man hier parken?
        Gibt es einen Aufzug?
        Sind Hunde erlaubt?
        Est-ce que les chiens sont admis ?
        Peut-on se garer ici ?
        Y a-t-il un ascenseur ?
        Les chiens sont-ils admis ?
        Muss ich mich anmelden?
        Must the key be returned?
        Can my son, who is six, swim alone?
        We are new here. Is the sauna included?
        If I lose my card, do I get a new one?
        Can more than three guests stay overnight?
        Was the roof repaired in May?
        Can you tell me if dogs are allowed?
    """,
    "why": """
        Why was the fete cancelled?
        What is the reason for the higher fee?
        How come the pool is closed?
        Warum wurde das Fest abgesagt?
        Pourquoi la piscine est-elle fermée ?
        But why?
        For what reason was the tree felled?
        What was the cause of the fire?
        Weshalb ist das Bad geschlossen?
    """,
    "compare": """
        Has the fee for a mooring gone up?
        Have the quiet hours got longer?
        What is the difference between the gold and the silver plan?
        Is the day ticket cheaper than two single tickets?
        Compare the two heat pumps.
        How do the two editions differ?
        Which of the two routes is shorter?
        Gold versus silver plan?
        Was ist der Unterschied zwischen Tarif A und Tarif B?
        Vergleiche die beiden Tarife.
        Quelle est la différence entre les deux tarifs ?
        What changed between the 2023 and the 2024 price list?
        Is the green plan better or the blue one?
        Ist Tarif A billiger als Tarif B?
        What got cheaper since last year's list?
        Comparez les deux tarifs.
        How much more does a double room cost than a single?
    """,
    "summary": """
        Quick rundown of the winter training, please
        Sum up the fees for me
        Summarise the minutes of March.
        What is the handbook about?
        Give me an overview of the tenancy agreement.
        What was decided at the spring meeting?
        What did the committee decide about the trees?
        What are the main points of the letter?
        Fasse das Protokoll zusammen.
        Worum geht es in dem Brief?
        Zusammenfassung der Satzung
        Résume le règlement.
        De quoi parle la lettre ?
        What does the newsletter say about the harvest?
        tl;dr of the lease?
        Was wurde in der Sitzung beschlossen?
        Was steht in dem Brief?
        Qu'est-ce qui a été décidé à la réunion ?
        Tell me about the festival.
        What about the garage?
    """,
}


def each(expected: dict[Form, str]) -> list[tuple[str, Form]]:
    return [(line.strip(), form) for form, lines in expected.items() for line in lines.strip().splitlines()]


QUESTIONS = each(EXPECTED)


@pytest.mark.parametrize(("question", "form"), QUESTIONS)
def test_a_question_has_the_form_that_a_person_expects(question: str, form: Form) -> None:
    assert form_of(question) == form


def test_a_follow_up_with_words_of_the_question_before_asks_for_no_summary() -> None:
    assert form_of("What about part timers? holiday allowance") == "fact"


@pytest.mark.parametrize("question", [one for one, _ in QUESTIONS[::7]])
def test_the_form_does_not_hang_on_case_blanks_or_typographic_marks(question: str) -> None:
    assert form_of(f"  {question.upper().replace(' ', '  ')}") == form_of(question)
    assert form_of(question.replace("'", "’")) == form_of(question)


def test_each_form_with_patterns_is_expected_of_some_question() -> None:
    assert {form for form, _ in _PATTERNS} <= set(EXPECTED)


# As people write on a phone; none of them is among what the model was fitted on.
ON_A_PHONE: dict[Form, str] = {
    "list": """
        dad's off to the clinic on monday, what needs to go in his bag?
        what mustn't go down the sink in the workshop
        which stuff won't the removal firm carry
        signing up for the gym today, what comes with the gold card?
        Ma fille part en colo samedi, qu'est-ce qu'elle doit prendre ?
    """,
    "summary": """
        no time to read the minutes, boil them down for me
        the short version of what the lease says about pets please
    """,
    "compare": """
        didn't we use to pay less for the hall?
        two price lists lie here, this year's and last year's, what's new?
    """,
    "steps": """
        screen stays black, what do i try first
        how would somebody get their deposit back
    """,
}


# Plain questions, none of them among what the model was fitted on, stay what they are.
PLAIN: dict[Form, str] = {
    "fact": """
        Who wrote the report?
        Who was the duke in the battle of Hastings?
        Whose turn is it to clean the stairs?
        Which optimizer was used?
        Which dataset was used?
        Who chaired the second meeting?
        Where does the path to the weir begin?
        How did the key get out?
        How was the mistake found?
        Wer hat den Vertrag unterschrieben?
        hi there
    """,
    "yesno": """
        Is the price the same for adults?
        Is it difficult to change the belt?
        Was the tower ever finished?
    """,
}


@pytest.fixture(scope="module")
def embedder(weights: Path) -> EmbeddedEmbedder:
    return EmbeddedEmbedder(weights)


def test_most_of_what_patterns_miss_is_told_by_what_a_question_means(embedder) -> None:
    written = each(ON_A_PHONE)
    told = [form_of(question, embedder.embed_query) == form for question, form in written]
    assert sum(told) >= 0.8 * len(written)
    assert sum(form_of(question) == form for question, form in written) <= 0.3 * len(written)


@pytest.mark.parametrize(("question", "form"), each(PLAIN))
def test_a_plain_question_stays_one(question, form, embedder) -> None:
    assert form_of(question, embedder.embed_query) == form


def test_what_patterns_know_is_told_with_the_model_too(embedder) -> None:
    told = [form_of(question, embedder.embed_query) == form for question, form in QUESTIONS]
    assert sum(told) >= 0.97 * len(QUESTIONS)


def test_only_what_the_patterns_leave_open_is_embedded() -> None:
    asked: list[str] = []

    def embed(question: str) -> np.ndarray:
        asked.append(question)
        return np.zeros(384, dtype=np.float32)

    for question, _ in QUESTIONS:
        form_of(question, embed)
    assert asked == [question for question, _ in QUESTIONS if form_of(question) in ("fact", "yesno")]
