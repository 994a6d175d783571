"""The study that has many people ask at once: its figures, and what its model server writes."""

from assistant.evidence.sentences import EvidenceSentence
from assistant.pipeline.prompt import answer_prompt
from assistant.types import Citation
from evals.studies.load.figures import lines
from evals.studies.load.model_server import draft
from evals.studies.load.people import Asked


def sentence(number, text):
    citation = Citation("s", 1, "Ferry", None, 0, len(text), text)
    return EvidenceSentence(number, 0, text, "Ferry", False, citation)


def test_the_model_server_repeats_the_best_passage():
    made = []
    for number, text in enumerate(["The harbour closes at ten.", "The ferry sails at nine."]):
        made.append([sentence(number, text)])
    messages = [
        {"role": one.role, "content": one.text} for one in answer_prompt("When?", made, measured=False)
    ]
    assert "".join(draft(messages)) == "The ferry sails at nine."
    assert "".join(draft([{"role": "user", "content": "no passage"}])) == "The passages do not say."


def test_the_report_counts_failures_and_compares_people():
    asked = [
        Asked(0, 1.0, 0.2, 2.0, "done"),
        Asked(0, 5.0, 0.4, 3.0, "done"),
        Asked(1, 2.0, 0.9, 4.0, "done"),
        Asked(2, 3.0, None, None, "ReadTimeout"),
    ]
    told = lines(asked, 10.0)
    assert told[0].startswith("4 questions, 0.40 a second; failed: 1 ")
    assert "ReadTimeout" in told[0]
    assert told[1].startswith("first quotes, seconds: p50 0.40, p90 0.80, p95 0.85")
    assert "2 people" in told[3]
    assert "luckiest 0.30" in told[3]
    assert "unluckiest 0.90" in told[3]
    assert lines([], 1.0)[1] == "first quotes, seconds: p50 0.00, p90 0.00, p95 0.00, p99 0.00, longest 0.00"
    assert lines([], 1.0)[3] == "fairness: nobody has got quotes"
