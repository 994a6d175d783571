"""An assistant and a model that answer by script and record what they were asked."""

from dataclasses import replace

from assistant.llm.protocol import Message, Piece
from assistant.types import Answer, Citation, Sentence
from documents.types import IngestEntry, IngestReport, Passage, Source
from evals.cases import Case
from evals.runs import CaseRun, Run
from evals.verdicts import Verdict
from index.types import Hit

TEXTS = {
    "boats.txt": "The Marigold carries 32 cars. It was built in 1,998 days. The crew is nine people.",
    "fares.txt": "A car pays £12. A foot passenger pays £3. A car pays £12 in winter too.",
}


def make_source(name, text=""):
    return Source(
        id=f"id-{name}", uri=f"/docs/{name}", uris=(f"/docs/{name}",), title=name, media_type="text/plain",
        sha256=f"sha-{len(text)}", version=1, added_at="2026-01-01", date=None, pages=None, passages=1,
    )  # fmt: skip


def make_hit(name, start, end, score=1.0):
    passage = Passage(f"{name}-{start}", f"id-{name}", 1, TEXTS[name][start:end], start, end, None, ())
    return Hit(passage, score, "both")


def make_citation(name, quote, **changes):
    start = TEXTS[name].find(quote)
    return replace(Citation(f"id-{name}", 1, name, None, start, start + len(quote), quote), **changes)


def make_sentence(text, *citations, support="found"):
    return Sentence(text, 0, len(text), support, 1.0, tuple(citations), ())


def make_answer(text, *citations, **changes):
    answer = Answer(
        question="", standalone_question="", draft=text, text=text, refused=False, confidence=0.8,
        sentences=(make_sentence(text, *citations),), withheld=(), missing=(), conflicts=(), notes=(),
        hits=(), model="fake", timings={"first_evidence": 0.1, "first_token": 1.0},
        signals={"model_declined": 0.0},
    )  # fmt: skip
    return replace(answer, **changes)


def make_decline(draft="It does not say.", confidence=0.1, **changes):
    return make_answer(
        "The documents do not say.", draft=draft, refused=True, confidence=confidence, sentences=(),
        **{"signals": {"model_declined": 1.0}, **changes},
    )  # fmt: skip


def make_run(name, rows):
    """A run of cases given as (signals, draft is right, answerable, source)."""
    cases = []
    for number, (signals, right, answerable, source) in enumerate(rows):
        case = Case(str(number), "Q?", answerable, ("A",) if answerable else (), source=source)
        verdict = Verdict(str(number), answerable=answerable, draft_right=right)
        cases.append(CaseRun(case, make_answer("A", signals=signals), verdict))
    return Run(name, {}, {"footnote": "0"}, {}, {}, tuple(cases))


class FakeAssistant:
    """Answers a question with the answer scripted for it; a model, if any, is read to its end first."""

    def __init__(self, answers=None, model=None, texts=TEXTS, hits=None):
        self.answers = answers or {}
        self.model = model
        self.texts = dict(texts)
        self.hits = hits or {}
        self.asked, self.searched, self.added, self.closed = [], [], [], False

    def ask(self, question, history=()):
        self.asked.append((question, tuple(history)))
        if self.model:
            list(self.model.stream([Message("user", question)], max_tokens=9))
        return replace(self.answers[question], question=question, standalone_question=question)

    def search(self, query, k=10):
        self.searched.append((query, k))
        return self.hits.get(query, [])[:k]

    def sources(self):
        return [make_source(name, text) for name, text in self.texts.items()]

    def text(self, source_id, version=None):
        return self.texts[source_id.removeprefix("id-")]

    def add(self, sources):
        self.added.append([path.name for path in sources])
        for path in sources:
            self.texts[path.name] = path.read_text("utf-8")
        return IngestReport(tuple(IngestEntry(str(p), f"id-{p.name}", "added", 1, "", 0.0) for p in sources))

    def wrap_model(self, wrapper):
        if self.model:
            self.model = wrapper(self.model)

    def use_calibration(self, calibration):
        self.calibration = calibration

    def describe_model(self):
        return self.model.name if self.model else "none"

    def close(self):
        self.closed = True


class FakeModel:
    """Writes the scripted pieces for every prompt; `error` is raised after them."""

    name = "fake-model"
    measured = True

    def __init__(self, *texts, error=None):
        self.pieces = [Piece(text, -0.5, ((text, -0.5), ("other", -1.5))) for text in texts]
        self.error = error
        self.prompts, self.stopped = [], 0

    def stream(self, messages, *, max_tokens):
        self.prompts.append((list(messages), max_tokens))
        try:
            yield from self.pieces
            if self.error:
                raise self.error
        except GeneratorExit:
            self.stopped += 1
            raise

    def check(self):
        pass

    def close(self):
        pass
