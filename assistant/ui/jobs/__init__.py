"""What goes on behind the page when its tab is closed: `runner` has the one life of a job, the rest what
is done.

`adding` and `removing` share a thread and the lines that the library shows (`lines`, and in `kept` what
they are made of); `shared_queue` has those of the library's queue, which all processes work on.
`checking` has a thread of its own, and so has each question of `answering`, whose course `observing` tells to
whoever counts.
"""
