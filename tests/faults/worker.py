"""`python -m tests.faults.worker`: load Django, then work. `running` starts as many as there are to be."""

from __future__ import annotations

import django

django.setup()

from tests.faults.working import main  # noqa: E402  its models can be imported only now

if __name__ == "__main__":
    main()
