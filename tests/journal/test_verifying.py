from __future__ import annotations

import json
import re
from contextlib import contextmanager
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from apps.journal import guards, verifying
from apps.journal.leaves import leaf_of
from apps.journal.models import Entry, Head, Payload, Position
from apps.journal.sealing import seal
from apps.journal.writing import Act, write

pytestmark = pytest.mark.django_db

# What removes an entry leaves a place that refers to nothing, which a transaction that is rolled back may not.
removing = pytest.mark.django_db(transaction=True)

FOREIGN_KEY = "SELECT conname FROM pg_constraint WHERE contype = 'f' AND conrelid = 'journal_position'::regclass"


def verify_journal(**options):
    said = StringIO()
    call_command("verify_journal", stdout=said, **options)
    return said.getvalue()


def fault(**options):
    with pytest.raises(CommandError) as raised:
        verify_journal(**options)
    return str(raised.value)


@contextmanager
def as_owner():
    """What somebody can do who owns the database: take the guards down, do it, put them up again."""
    # PostgreSQL alters no table while checks on its rows are still to come.
    connection.check_constraints()
    with connection.cursor() as cursor:
        for statement in guards.lowering(connection.vendor):
            cursor.execute(statement)
        yield cursor
        if connection.in_atomic_block:
            connection.check_constraints()
        for statement in guards.raising(connection.vendor):
            cursor.execute(statement)


@pytest.fixture
def without_keys():
    """Foreign keys that hold nothing back."""
    if connection.vendor == "sqlite":
        with connection.constraint_checks_disabled():
            yield
        return
    with connection.cursor() as cursor:
        cursor.execute(FOREIGN_KEY)
        (name,) = cursor.fetchone()
        cursor.execute(f"ALTER TABLE journal_position DROP CONSTRAINT {name}")
        yield
        cursor.execute(
            f"ALTER TABLE journal_position ADD CONSTRAINT {name} FOREIGN KEY (entry_id) REFERENCES journal_entry"
            " DEFERRABLE INITIALLY DEFERRED NOT VALID"
        )


def tamper(*statements):
    with as_owner() as cursor:
        for statement, *values in statements:
            cursor.execute(statement, values)


@pytest.fixture
def entries(written):
    """Twelve entries under three heads."""
    made = []
    for _ in range(3):
        made += written(4)
        seal()
    return made


def swap(first, second, *, leaves=False):
    """Exchange the entries of two positions, and their leaves with them if asked for."""
    a, b = Position.objects.get(entry=first), Position.objects.get(entry=second)
    tamper(
        ("UPDATE journal_position SET entry_id = -1 WHERE position = %s", a.pk),
        ("UPDATE journal_position SET entry_id = %s WHERE position = %s", a.entry_id, b.pk),
        ("UPDATE journal_position SET entry_id = %s WHERE position = %s", b.entry_id, a.pk),
    )
    if leaves:
        tamper(
            ("UPDATE journal_position SET leaf = %s WHERE position = %s", b.leaf, a.pk),
            ("UPDATE journal_position SET leaf = %s WHERE position = %s", a.leaf, b.pk),
        )


def test_an_untouched_journal_holds(entries):
    assert verify_journal().startswith("The journal holds. Entries: 12. Heads: 3. Waiting for the sealer: 0.")


def test_the_size_is_told_beside_the_root(entries):
    root = Head.objects.get(size=12).root.hex()

    assert f"\nRoot of the tree of size 12: {root}\n" in verify_journal()


@pytest.fixture
def witnessed(tmp_path):
    """A file with the head of this size, as a tablet was given it: by itself, in a receipt, in the answer to a push."""

    def hold(size=12, within="{}", **changed):
        head = json.dumps(Head.objects.get(size=size).as_json() | changed)
        file = tmp_path / "held.json"
        file.write_text(within.replace("{}", head))
        return file

    return hold


@pytest.mark.parametrize("size", [4, 8, 12])
@pytest.mark.parametrize("within", ["{}", '{"head": {}, "events": []}', '{"answers": [], "receipt": {"head": {}}}'])
def test_a_journal_has_grown_from_the_heads_that_it_gave(entries, witnessed, size, within):
    assert f"It has grown from the head of size {size}, root " in verify_journal(receipt=witnessed(size, within))


def cut_to_eight(entries):
    """Cut the last four entries off, with the head over them: what is left is whole by itself."""
    tamper(
        ("DELETE FROM journal_position WHERE position > 8",),
        ("DELETE FROM journal_head WHERE size = 12",),
        ("DELETE FROM journal_entry WHERE id >= %s", entries[8].pk),
    )


def test_a_journal_that_was_cut_at_its_end_is_shown_by_a_tablets_receipt(entries, witnessed):
    held = witnessed(12)
    cut_to_eight(entries)
    assert verify_journal().startswith("The journal holds. Entries: 8.")

    assert fault(receipt=held) == "The journal was cut: it has 8 entries, and the head that is held has 12."


def test_a_journal_that_grew_again_after_the_cut_is_shown_too(entries, written, witnessed):
    held = witnessed(12)
    cut_to_eight(entries)
    written(6, verb="invented")
    seal()

    assert fault(receipt=held).startswith("The journal was rewritten: its first 12 entries are not those")


def test_a_head_that_somebody_made_up_shows_nothing(entries, witnessed):
    assert fault(receipt=witnessed(12, root="00" * 32)) == "The head of size 12 does not bear our signature."


@pytest.mark.parametrize("within", ["", "[]", "{", '{"head": null}', '{"root": 1}', '{"receipt": "x"}', "\x00"])
def test_a_file_without_a_head_is_told(entries, witnessed, within):
    assert fault(receipt=witnessed(12, within)).startswith("There is no head of the journal in ")


def test_a_file_that_is_not_there_is_told(entries, tmp_path):
    assert fault(receipt=tmp_path / "nowhere.json").endswith("nowhere.json cannot be read: No such file or directory.")


def test_an_empty_journal_holds():
    assert verify_journal().startswith("The journal holds. Entries: 0.")


def test_what_is_not_sealed_yet_is_counted(entries, written):
    written(2)

    assert "Waiting for the sealer: 2." in verify_journal()


@pytest.mark.parametrize("change", ["verb = 'erased'", "by = 'user:9'", "region_after = 5", "version = 2"])
def test_a_changed_entry_is_named(entries, change):
    tamper(("UPDATE journal_entry SET " + change + " WHERE id >= %s", entries[6].pk))  # noqa: S608

    assert fault() == f"Position 7: entry {entries[6].pk} was changed."


@removing
def test_a_removed_entry_is_named(entries, without_keys):
    tamper(("DELETE FROM journal_entry WHERE id = %s", entries[6].pk))

    assert fault() == f"Position 7: entry {entries[6].pk} was removed."


@pytest.mark.parametrize("number", [0, 6])
def test_an_entry_removed_with_its_place_is_named(entries, number):
    tamper(
        ("DELETE FROM journal_position WHERE entry_id = %s", entries[number].pk),
        ("DELETE FROM journal_entry WHERE id = %s", entries[number].pk),
    )

    assert fault() == f"Position {number + 1}: {gone(entries, number)} was removed with its place."


def gone(entries, number):
    # Before the first entry nothing tells how many there were, unless numbering began with it.
    known = number > 0 or entries[0].pk == 1
    return f"entry {entries[number].pk}" if known else "what came after entry 0"


def test_entries_removed_from_the_end_are_missed(entries):
    tamper(
        ("DELETE FROM journal_position WHERE position > 10",),
        ("DELETE FROM journal_entry WHERE id > %s", entries[9].pk),
    )

    assert fault() == f"Position 11: what came after entry {entries[9].pk} was removed with its place."


def test_an_entry_that_lost_its_place_is_named(entries):
    tamper(("DELETE FROM journal_position WHERE position = 7",))

    assert fault() == f"Position 7: entry {entries[6].pk} lost its place."


def test_a_swapped_entry_is_named(entries):
    swap(entries[4], entries[9])

    assert fault() == f"Position 5: entry {entries[9].pk} was moved here from position 10."


def test_a_swap_that_takes_the_leaves_along_is_named(entries):
    swap(entries[4], entries[7], leaves=True)

    assert fault().startswith(f"Position 5: entry {entries[7].pk} stands before entry {entries[5].pk}")


def test_an_entry_rewritten_with_its_leaf_is_found_between_two_heads(entries):
    tamper(("UPDATE journal_entry SET verb = 'erased' WHERE id = %s", entries[6].pk))
    leaf = leaf_of(Entry.objects.get(pk=entries[6].pk))
    tamper(("UPDATE journal_position SET leaf = %s WHERE position = 7", leaf))

    assert fault().startswith(f"From position 5 (entry {entries[4].pk}) to 8: an entry was rewritten")


def test_a_head_that_was_made_to_fit_does_not_bear_our_signature(entries):
    tamper(("UPDATE journal_head SET root = %s WHERE size = 8", b"x" * 32))

    assert fault() == "The head of size 8 does not bear our signature."


def test_a_changed_time_of_sealing_is_found(entries):
    tamper(("UPDATE journal_head SET at = '2020-01-01 00:00:00+00:00' WHERE size = 8",))

    assert fault() == "The head of size 8 does not bear our signature."


def test_a_changed_frontier_is_found(entries):
    tamper(("UPDATE journal_head SET frontier = %s WHERE size = 8", b"x" * 32))

    assert fault().startswith("From position 5")


def test_a_removed_newest_head_is_missed(entries):
    tamper(("DELETE FROM journal_head WHERE size = 12",))

    assert fault() == f"Position 9 (entry {entries[8].pk}) is under no head."


def test_an_entry_kept_out_of_the_order_is_named(entries, written):
    (hidden,) = written(1)
    tamper(("DELETE FROM journal_unsealed WHERE entry_id = %s", hidden.pk))

    assert fault() == f"Entry {hidden.pk} is neither in the order nor waiting for the sealer."


def test_guards_that_were_left_down_are_named(entries):
    down = guards.lowering(connection.vendor)[0]
    with connection.cursor() as cursor:
        cursor.execute(down)

    assert "journal_entry_not_changed" in fault()


def test_a_changed_payload_is_named_and_an_erased_one_is_not(written):
    with transaction.atomic():
        kept, erased = [write(Act("created", "tests.site", "KO-0142", payload=b"what was said")) for _ in range(2)]
    seal()
    Payload.objects.filter(entry=erased).delete()
    assert "Entries: 2." in verify_journal()

    tamper(("UPDATE journal_payload SET body = %s WHERE entry_id = %s", b"what was meant", kept.pk))

    assert fault() == f"Position 1: the payload of entry {kept.pk} was changed."


def test_every_page_is_read_alike(entries, monkeypatch):
    monkeypatch.setattr(verifying, "PAGE", 3)
    assert "Entries: 12. Heads: 3." in verify_journal()

    tamper(("UPDATE journal_entry SET verb = 'erased' WHERE id = %s", entries[11].pk))

    assert fault() == f"Position 12: entry {entries[11].pk} was changed."


def test_a_swap_across_two_pages_is_named(entries, monkeypatch):
    monkeypatch.setattr(verifying, "PAGE", 3)
    swap(entries[6], entries[7], leaves=True)

    assert fault().startswith(f"Position 7: entry {entries[7].pk} stands before entry {entries[6].pk}")


def test_heads_signed_before_a_rotation_hold(entries, written, settings):
    settings.SECRET_KEY = "rotated-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGH-0123"
    written(1)
    seal()

    said = verify_journal()

    assert re.search(r"^Signed by the former key \w+: 3", said, re.M)
    assert re.search(r"^Signed by our key \w+: 1", said, re.M)


@pytest.mark.parametrize("size", [8, 12, None])
def test_an_entry_can_be_proved_against_an_earlier_head(entries, size):
    said = verify_journal(entry=entries[6].pk, size=size)

    assert f"The proof holds: entry {entries[6].pk} is in the tree of size {size or 12}." in said
    assert Head.objects.get(size=size or 12).root.hex() in said


def test_the_proof_of_a_changed_entry_does_not_hold(entries):
    tamper(("UPDATE journal_entry SET verb = 'erased' WHERE id = %s", entries[6].pk))

    with pytest.raises(CommandError, match="does not hold"):
        verify_journal(entry=entries[6].pk, size=8)


def test_an_entry_is_not_in_a_tree_from_before_it(entries):
    with pytest.raises(CommandError, match="sealed later"):
        verify_journal(entry=entries[6].pk, size=4)


def test_there_is_no_proof_against_a_head_that_is_not_there(entries):
    with pytest.raises(CommandError, match="next smaller one has 8"):
        verify_journal(entry=entries[6].pk, size=9)


def test_there_is_no_proof_of_an_entry_that_is_not_there(entries):
    with pytest.raises(CommandError, match="no entry"):
        verify_journal(entry=entries[-1].pk + 1, size=12)


def test_a_size_alone_means_nothing(entries):
    with pytest.raises(CommandError, match="--entry"):
        verify_journal(size=12)
