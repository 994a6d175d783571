"""Takes the tasks of a queue, prints their addresses and hangs: `python -m tests.taking_child ADDRESS`."""

import sys
import time

from documents.storage.postgres.database import PostgresDatabase
from documents.storage.postgres.tasks import PostgresTasks

if __name__ == "__main__":
    owner = PostgresTasks(PostgresDatabase(sys.argv[1])).owner()
    print(*[task.work.uri for task in owner.take()], sep="\n", flush=True)
    time.sleep(60)
