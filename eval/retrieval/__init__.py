"""How good search is: query sets, runs named by commit, intervals, paired comparisons."""
