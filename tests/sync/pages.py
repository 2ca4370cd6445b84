"""A page of what a tablet pulls, and the cursor that it ends with."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode


def rows(page, kind):
    return {change["id"]: change["row"] for change in page["changes"] if change["kind"] == kind}


def numbers(page, kind):
    return sorted(row["number"] for row in rows(page, kind).values() if row)


def opened(cursor):
    return json.loads(urlsafe_b64decode(cursor))


def closed(parts):
    return urlsafe_b64encode(json.dumps(parts).encode()).decode()


def all_pages(door, limit):
    page = door.pull(limit=limit)
    pages = [page]
    while page["more"]:
        page = door.pull(page["cursor"], limit=limit)
        pages.append(page)
    return pages
