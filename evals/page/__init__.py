"""The page's Evals: a run as a job, its choice, its report and the trace of one case."""
