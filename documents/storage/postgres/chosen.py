"""Chosen sources: whether their passages are few, or better looked for by an index."""

from collections.abc import Collection

from documents.storage.tables import Tables

FEW_PASSAGES = 20_000  # passages of chosen sources that are all compared: in some 20 milliseconds


class ChosenTables(Tables):
    """What is known of chosen sources."""

    def _are_few(self, sources: Collection[str]) -> bool:
        """Whether these sources have so few passages that all of them are compared."""
        sql = "SELECT count(*) FROM (SELECT 1 FROM words WHERE source_id = ANY(?) LIMIT ?) found"
        return int(self._rows(sql, list(sources), FEW_PASSAGES + 1)[0][0]) <= FEW_PASSAGES
