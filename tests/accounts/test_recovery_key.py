"""The custodian's key: its private half goes into a file, its public half to the tablets."""

import io
import stat

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from django.core.management import CommandError, call_command

from apps.accounts.models import RecoveryKey
from apps.accounts.models.recovery import point_of
from apps.journal.models import Entry

pytestmark = pytest.mark.django_db


def make(file):
    call_command("make_recovery_key", out=file, stdout=io.StringIO())
    return RecoveryKey.current()


def test_the_private_half_is_in_the_file_and_only_there(tmp_path):
    file = tmp_path / "key.pem"

    key = make(file)

    private = load_pem_private_key(file.read_bytes(), password=None)
    assert point_of(private).hex() == key.public
    assert f"{private.private_numbers().private_value:064x}" not in str(RecoveryKey.objects.values())
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_file_that_is_there_is_never_written_over(tmp_path):
    file = tmp_path / "key.pem"
    file.write_text("mine")

    with pytest.raises(CommandError, match="name a new file"):
        make(file)

    assert file.read_text() == "mine"
    assert RecoveryKey.objects.count() == 0


def test_the_last_key_made_is_the_current_one_and_the_making_is_in_the_journal(tmp_path):
    first, second = make(tmp_path / "1.pem"), make(tmp_path / "2.pem")

    assert RecoveryKey.current() == second != first
    made = Entry.objects.filter(kind="accounts.recoverykey", verb="made").values_list("object_id", flat=True)
    assert set(made) == {first.pk, second.pk}
