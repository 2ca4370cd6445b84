"""
THE ONE DOOR IN: what tablets push is kept as it came, answered one by one and applied; they pull what they may know.

Read `intake.receive` first: it is the list of steps.
"""
