"""`python -m tests.faults.worker`: load Django, then work. `running` starts as many as there are to be."""

from __future__ import annotations

import django
from django.conf import settings

django.setup()
# Nobody looks at a page here, and what pages show need not have been collected.
settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}

from tests.faults.working import main  # noqa: E402  its models can be imported only now

if __name__ == "__main__":
    main()
