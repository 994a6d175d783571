"""Whether searches find as much elsewhere: `python -m evals.studies.databases ADDRESS SET...`.

The libraries that `footnote eval` makes are searched as they are (exactly, in Chroma's folder, and on a
server where one is given), and copied passage by passage into a database of the server, one for each set.
"""

import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import click

from assistant.build import open_embedder
from assistant.settings import load_settings
from documents.library import Library
from documents.storage.copying import ordered_sources, put_source, source_rows
from documents.storage.postgres.library import PostgresLibrary
from documents.storage.writing import next_generation
from evals.cases import CaseSet
from evals.datasets import load_set
from evals.gold import Gold, GoldFinder
from evals.keeping.libraries import open_with
from evals.markdown import table
from evals.runner import DEPTH
from evals.studies.command import run
from evals.studies.rankers import HEAD, figures_of, ranked
from index.models.embeddings import Embedder
from index.models.late_interaction import LateInteraction
from index.models.rerank import Reranker
from index.search import search
from index.spelling import Spelling
from index.stores.chroma import connect
from index.stores.current import CurrentIndex
from index.stores.dense import SearchIndex
from index.stores.exact import ExactSearch
from index.stores.folder import StoreFolder
from index.stores.in_library import LibraryIndex
from index.stores.server import ServerIndex


def rows(
    case_set: CaseSet,
    address: str,
    home: Path,
    embedder: Embedder,
    reranker: Reranker | None,
    server: str | None = None,
) -> Iterator[tuple[str, ...]]:
    """A row for each place where a set's library can lie, of the cases that have gold.

    `server`: the address of a Chroma server that is to be searched, too.
    """
    settings = replace(load_settings(home=home), llm="none", reranker="none")
    with open_with(case_set, settings, embedder=embedder) as assistant:
        library, folder = assistant.library, assistant.settings.home
        finder = GoldFinder(case_set, assistant.sources(), assistant.text)
        golds = [gold for case in case_set.cases if (gold := finder.gold(case)).units]
        for name, index in _indexes(library, folder, server):
            with closing(index):
                yield case_set.name, name, *_figures(golds, library, index, embedder, reranker)
        with copied(library, _database(address, case_set.name)) as copy:
            yield case_set.name, "PostgreSQL", *_figures(golds, copy, LibraryIndex(copy), embedder, reranker)


def _indexes(library: Library, folder: Path, server: str | None) -> Iterator[tuple[str, SearchIndex]]:
    yield "SQLite, exact", CurrentIndex(library, StoreFolder("chroma", folder, library))
    in_folder = CurrentIndex(library, StoreFolder("chroma", folder, library))
    in_folder.use_store()
    yield "SQLite and Chroma", in_folder
    if server:
        on_server = ServerIndex(
            library, partial(connect, server, ""), address=server, nearest=ExactSearch(library), alone=True
        )
        on_server.use_store()
        on_server.wait()
        if note := on_server.note:  # it would be searched exactly
            on_server.close()
            raise click.ClickException(note)
        yield "SQLite and a Chroma server", on_server


@contextmanager
def copied(library: Library, address: str) -> Iterator[PostgresLibrary]:
    """The sources of a library in a database, under the same ids."""
    copy = PostgresLibrary(address)
    try:
        copied_ids = copy.source_ids()
        for source_id in ordered_sources(library):
            if source_id not in copied_ids and (rows := source_rows(library, source_id)):
                with copy.database.transaction() as connection:
                    put_source(copy, connection, rows)
                    next_generation(connection)
        copy.settle_search()
        yield copy
    finally:
        copy.close()


def _figures(
    golds: Sequence[Gold],
    library: Library,
    index: SearchIndex,
    embedder: Embedder,
    reranker: Reranker | None,
) -> tuple[str, ...]:
    spelling = Spelling(library)
    verdicts = [
        ranked(
            gold,
            lambda query: search(
                query,
                library=library,
                dense=index,
                embedder=embedder,
                reranker=reranker,
                spelling=spelling,
                k=DEPTH,
            ),
        )
        for gold in golds
    ]
    return figures_of(verdicts)


def _database(address: str, name: str) -> str:
    """The address of a database of the set's own on that server, made where there is none."""
    import psycopg
    from psycopg.sql import SQL, Identifier

    own = f"footnote_{name.replace('-', '_')}"
    with psycopg.connect(address, autocommit=True) as connection:
        database = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (own,)).fetchone()
        if database is None:
            connection.execute(SQL("CREATE DATABASE {}").format(Identifier(own)))
    return urlsplit(address)._replace(path=f"/{own}").geturl()


@click.command()
@click.argument("address")
@click.argument("sets", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--home", type=click.Path(path_type=Path), help="The data folder with the sets' libraries.")
@click.option("--server", help="The address of a Chroma server that is to be searched, too.")
@click.option("--rerank", is_flag=True, help="With late interaction, as a question is searched for.")
def databases(
    address: str, sets: Sequence[Path], home: Path | None, server: str | None, rerank: bool
) -> None:
    r"""Measure what searches find of SETS in SQLite, with Chroma, and in PostgreSQL at ADDRESS.

    \b
    python -m evals.studies.databases postgresql://me@127.0.0.1/postgres ../shared/data/squad
    """
    settings = load_settings(home=home)
    embedder = open_embedder(settings)
    reranker = LateInteraction(threads=settings.threads) if rerank else None
    lines = [
        line
        for folder in sets
        for line in rows(load_set(folder), address, settings.home, embedder, reranker, server)
    ]
    click.echo(table(HEAD, lines), nl=False)


if __name__ == "__main__":
    sys.exit(run(databases))
