"""The database of a worker: as it was at the start, as it was at the backup, as it is."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any, Protocol

from django.db import connection
from django.db.backends.utils import CursorWrapper

Image = Any


class Database(Protocol):
    """`image` and `put_back` are the whole of it, the journal with its guards included."""

    def image(self) -> Image: ...
    def put_back(self, image: Image) -> None: ...


class WithMedia:
    """A database and the pictures beside it, as a backup has both."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database, self.folder = database, folder

    def image(self) -> Image:
        files = {path.relative_to(self.folder): path.read_bytes() for path in self.folder.rglob("*") if path.is_file()}
        return self.database.image(), files

    def put_back(self, image: Image) -> None:
        rows, files = image
        self.database.put_back(rows)
        shutil.rmtree(self.folder, ignore_errors=True)
        for name, content in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


class SqliteFile:
    """A file, copied as a whole."""

    def __init__(self, path: Path) -> None:
        self.path = path
        connection.settings_dict["NAME"] = str(path)
        # A schedule asks some hundred different questions, each of them many times.
        connection.settings_dict["OPTIONS"]["cached_statements"] = 1000

    def image(self) -> Image:
        connection.close()
        return self.path.read_bytes()

    def put_back(self, image: Image) -> None:
        connection.close()
        for beside in ("-journal", "-wal", "-shm"):
            Path(f"{self.path}{beside}").unlink(missing_ok=True)
        self.path.write_bytes(image)


# Dead rows make every read longer; to begin the tables anew for each schedule would take longer still.
ANEW_EVERY = 25


class PostgresqlDatabase:
    """Rows copied out and in again with triggers and keys at rest; sequences go back as well."""

    def __init__(self, name: str) -> None:
        connection.settings_dict["NAME"] = name
        with connection.cursor() as cursor:
            cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
            self.tables = [table for (table,) in cursor.fetchall()]
            cursor.execute("SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' ORDER BY sequencename")
            self.sequences = [name for (name,) in cursor.fetchall()]
        self.put_back_times = 0

    def image(self) -> Image:
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(f"SELECT last_value, is_called FROM {name}" for name in self.sequences))  # noqa: S608
            sequences = dict(zip(self.sequences, cursor.fetchall(), strict=True))
            filled = [table for table in self.tables if self.has_rows(cursor, table)]
            return {table: copied_out(cursor, table) for table in filled}, sequences

    def put_back(self, image: Image) -> None:
        rows, sequences = image
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            self.empty(cursor)
            for table, content in rows.items():
                with cursor.copy(f"COPY {table} FROM STDIN (FORMAT binary)") as copy:
                    copy.write(content)
            settings = [f"setval('{name}', {last}, {called})" for name, (last, called) in sequences.items()]
            cursor.execute(f"SELECT {', '.join(settings)}")
            cursor.execute("SET session_replication_role = origin")

    def empty(self, cursor: CursorWrapper) -> None:
        self.put_back_times += 1
        if self.put_back_times % ANEW_EVERY == 0:
            cursor.execute(f"TRUNCATE {', '.join(self.tables)}")
        else:
            cursor.execute(";".join(f"DELETE FROM {table}" for table in self.tables))  # noqa: S608

    def has_rows(self, cursor: CursorWrapper, table: str) -> bool:
        cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {table})")  # noqa: S608
        return bool(cursor.fetchone()[0])


def copied_out(cursor: CursorWrapper, table: str) -> bytes:
    with cursor.copy(f"COPY {table} TO STDOUT (FORMAT binary)") as copy:
        return b"".join(bytes(part) for part in copy)


def sqlite_copy(template: Path, number: int) -> SqliteFile:
    own = template.with_name(f"worker-{number}.sqlite3")
    shutil.copyfile(template, own)
    return SqliteFile(own)
