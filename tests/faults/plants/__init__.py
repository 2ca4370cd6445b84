"""
Bugs to be planted one at a time, so that the simulator is tested itself: what it does not find, it does not prove.

Each is a mistake that somebody made in a system of this kind. They live here and nowhere else: `source` changes the
tablet's sources while they are compiled for the simulator, `server` changes the server in the simulator's own process.
"""

NAMES = (
    "answer-before-commit",
    "delete-before-receipt",
    "no-unique-constraint",
    "cursor-by-time",
    "relaxed-durability",
    "retry-with-new-id",
    "event-serialised-anew",
    "tombstone-forgotten",
    "held-item-dropped",
    "duplicate-answered-as-error",
    "receipt-unchecked",
    "one-bad-blocks-rest",
    "tick-before-disk",
    "restore-unnoticed",
    "second-journal-ignored",
    "last-decision-wins",
    "report-dropped-unsent",
    "copies-go-with-keys",
    "closed-unsigned",
    "pictures-go-with-keys",
)
# The disk answers before it has written, as IndexedDB does unless it is asked to be strict.
RELAXED = "relaxed-durability"
