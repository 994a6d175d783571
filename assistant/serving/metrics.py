"""The numbers that Prometheus asks for. None has a word of a question or a document, nor has a label."""

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, get_args

from documents.errors import MissingExtra, pip_install

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry
    from prometheus_client.metrics_core import Metric

    from assistant.ui.jobs.observing import Course

QUOTES = (0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 5.0, 10.0)  # seconds
WHOLE = (0.1, 0.25, 0.5, 1.0, 2.0, 3.0, 5.0, 7.5, 10.0, 15.0, 30.0, 60.0, 120.0)
STAGES = ("search", "evidence", "model", "checks", "probe")  # of `Answer.timings`
KNOWN_ERRORS = frozenset(
    (
        "model ModelError ModelMissing ModelUnreachable ModelTimedOut QuestionError SearchError "
        "EmbedderChanged MissingExtra LibraryError LibraryLocked StorageFailed"
    ).split()
)


class RequestMetrics:
    """Counts the requests of one process. Raises MissingExtra without prometheus-client."""

    def __init__(self) -> None:
        try:
            import prometheus_client as prometheus
        except ImportError as error:
            raise MissingExtra(
                "The package that gives numbers (prometheus-client) is not installed.",
                f"Run {pip_install('server')}.",
            ) from error
        prometheus.disable_created_metrics()  # type: ignore[no-untyped-call]
        self.registry = prometheus.CollectorRegistry()
        self._requests = prometheus.Counter(
            "footnote_requests", "Requests by route and status.", ["route", "status"], registry=self.registry
        )
        prometheus.ProcessCollector(registry=self.registry)

    def request(self, route: str, status: int) -> None:
        """A request was answered."""
        self._requests.labels(route, str(status)).inc()

    def text(self) -> bytes:
        """All in Prometheus' text format."""
        return text_of(self.registry)


class Metrics(RequestMetrics):
    """Counts the questions of one page, too."""

    def __init__(self) -> None:
        super().__init__()
        import prometheus_client as prometheus

        from assistant.ui.jobs.observing import Ending

        make: dict[str, Any] = {"registry": self.registry}  # Any: keyword arguments
        self._under_way = prometheus.Gauge(
            "footnote_questions_under_way", "Questions being answered.", **make
        )
        self._questions = prometheus.Counter(
            "footnote_questions", "Questions by how they ended.", ["outcome"], **make
        )
        self._errors = prometheus.Counter("footnote_errors", "What went wrong, by kind.", ["kind"], **make)
        self._tokens = prometheus.Counter(
            "footnote_tokens_written", "Tokens that the language model wrote.", **make
        )
        self._quotes = prometheus.Histogram(
            "footnote_first_quotes_seconds", "From a question to its first quotes.", buckets=QUOTES, **make
        )
        self._answers = prometheus.Histogram(
            "footnote_answer_seconds", "From a question to its whole answer.", buckets=WHOLE, **make
        )
        self._stages = prometheus.Histogram(
            "footnote_stage_seconds", "Seconds of each stage.", ["stage"], buckets=WHOLE, **make
        )
        for outcome in get_args(Ending):
            self._questions.labels(outcome)  # so that each is there from the start

    def gauge(self, name: str, help_text: str, value: Callable[[], float]) -> None:
        """Adds a number that is looked up whenever it is asked for."""
        from prometheus_client import Gauge

        Gauge(name, help_text, registry=self.registry).set_function(value)

    # What happens

    def begun(self) -> None:
        """A question is taken."""
        self._under_way.inc()

    def ended(self, course: "Course") -> None:
        """One that was taken has come to its end."""
        self._under_way.dec()
        self._questions.labels(course.ending).inc()
        self._tokens.inc(course.tokens)
        for kind in course.errors:
            self._errors.labels(kind if kind in KNOWN_ERRORS else "bug").inc()
        if course.first_quotes is not None:
            self._quotes.observe(course.first_quotes)
        if course.stages:
            self._answers.observe(course.seconds)
        for stage in STAGES:
            if stage in course.stages:
                self._stages.labels(stage).observe(course.stages[stage])


def text_of(registry: "CollectorRegistry") -> bytes:
    """What a registry holds, in Prometheus' text format."""
    from prometheus_client import generate_latest

    text: bytes = generate_latest(registry)
    return text


def joined_metrics(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """The numbers of several processes as one text; each gets a label `worker` with its name.

    They are not added up: a worker that is started again begins at zero, which only its own line may do.
    """
    from prometheus_client import CollectorRegistry

    metrics = list(_labelled(parts))

    class Collected:
        def collect(self) -> Iterable["Metric"]:
            return metrics

    registry = CollectorRegistry(auto_describe=False)
    registry.register(Collected())
    return text_of(registry)


def _labelled(parts: Iterable[tuple[str, bytes]]) -> Iterator["Metric"]:
    """The metrics of all parts, each once, with the samples of all."""
    from prometheus_client.metrics_core import Metric
    from prometheus_client.parser import text_string_to_metric_families

    metrics: dict[str, Metric] = {}
    for worker, text in parts:
        for family in text_string_to_metric_families(text.decode()):
            metric = metrics.setdefault(family.name, Metric(family.name, family.documentation, family.type))
            for sample in family.samples:
                metric.add_sample(sample.name, {**sample.labels, "worker": worker}, sample.value)
    yield from metrics.values()
