"""What is kept between runs: answers, what a model wrote, libraries of sets, and the runs themselves."""
