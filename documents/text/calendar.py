"""English months and days of the week, for use in patterns that ignore case."""

MONTHS = "january february march april may june july august september october november december".split()
MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"  # shortened as well
WEEKDAY = "(?:mon|tues|wednes|thurs|fri|satur|sun)day"
