"""The cast of an attack: two tablets of two regions, and the desk that reads what they sent."""

from tests.desk.conftest import desk  # noqa: F401
from tests.sync.conftest import (  # noqa: F401
    _nothing_remembered,
    door,
    other_door,
    other_writer,
    writer,
)
from tests.sync.test_opening import hand_in, key, sealed  # noqa: F401
