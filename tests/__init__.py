"""Tests, their fixtures and what they stand on."""

import os

# Two processes of tests have two cores: threads of libraries would wait for each other, spinning.
os.environ.setdefault("OMP_NUM_THREADS", "1")
