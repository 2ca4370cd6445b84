"""
The fault simulator: the tablet's own code against the real server, with every chance drawn from one seed.

Read `schedule.run` first: what one schedule is, from the first tablet to the checker.
"""
