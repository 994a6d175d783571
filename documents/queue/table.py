"""The table of tasks and its indexes, the same in both databases but for the names of the types.

It is in an entry of the `MIGRATIONS` of each, and like these never changes.
"""

# Of texts the `compared` ones are those that SQL chooses or sorts by; `short` are numbers that stay small.
TASKS = """
    CREATE TABLE tasks (
        id {key},
        kind {text} NOT NULL,
        uri {compared} NOT NULL,
        sha256 {compared} NOT NULL,
        size {whole} NOT NULL,
        day {text},
        tag {compared},
        asked_by {text} NOT NULL,
        state {compared} NOT NULL DEFAULT 'waiting',
        position {whole} NOT NULL,
        owner {compared} NOT NULL DEFAULT '',
        attempts {short} NOT NULL DEFAULT 0,
        stopping {short} NOT NULL DEFAULT 0,
        dismissed {short} NOT NULL DEFAULT 0,
        step {text} NOT NULL DEFAULT '',
        done {short} NOT NULL DEFAULT 0,
        total {short} NOT NULL DEFAULT 0,
        entries {text} NOT NULL DEFAULT '[]',
        message {text} NOT NULL DEFAULT '',
        result {text} NOT NULL DEFAULT '',
        asked_at {compared} NOT NULL,
        taken_at {compared} NOT NULL DEFAULT '',
        heard_at {compared} NOT NULL DEFAULT '',
        ended_at {compared} NOT NULL DEFAULT '',
        revision {whole} NOT NULL
    ){options};
    CREATE INDEX tasks_waiting ON tasks(position, id) WHERE state = 'waiting';
    CREATE INDEX tasks_working ON tasks(position, id) WHERE state = 'working';
    CREATE INDEX tasks_uri ON tasks(uri) WHERE state IN ('waiting', 'working');
    CREATE INDEX tasks_removals ON tasks(position, id) WHERE state = 'waiting' AND kind <> 'add';
    CREATE INDEX tasks_revision ON tasks(revision);
    CREATE INDEX tasks_position ON tasks(position);
    CREATE INDEX tasks_sha256 ON tasks(sha256);
"""
