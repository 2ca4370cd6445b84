"""`manage.py demo`: an imaginary country goes the whole way, from its tablets to decided records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.demo.bureau import Bureau
from apps.demo.country import CODE, LATE_OFFICE, OFFICES, PEOPLE, SEED, STILL_ON_ITS_TABLET, Country, last_half_before
from apps.demo.door import Door, HttpDoor, InnerDoor, enrol, push, send_photos
from apps.demo.land import SOURCE, layers
from apps.demo.names import Names
from apps.demo.reviewing import BATCH, review
from apps.demo.revoking import revoke
from apps.demo.signing_in import keep, sheet
from apps.demo.staff import SPARE_OFFICE, SPARE_TABLET, Staff, appoint, give_passwords, lend, period_of_earlier_run
from apps.demo.tablet import Event
from apps.maps.layers import load_layer
from apps.maps.packing import keep_pack
from apps.places.models import Participant, Region
from apps.quantities.periods import Period

STEPS = 6
BATCHES_A_LINE = 20


class Command(BaseCommand):
    """
    Every record goes through the push endpoint and through review, as a real country's do.

    It may be run again: what was sent is answered as a duplicate, what was decided stays.
    """

    help = "Send a country that does not exist through the push endpoint and through review."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--url", default="", help="A server to send to; without it, this process answers itself.")
        parser.add_argument("--people", type=int, default=PEOPLE)
        parser.add_argument("--period", type=Period.parse, help="A half-year; without it, the last that has ended.")
        parser.add_argument("--seed", default=SEED)
        parser.add_argument("--sign-ins", type=Path, default=settings.BASE_DIR / "var" / "demo-sign-in.txt")

    def handle(self, *args: Any, **options: Any) -> None:
        if not (settings.DEMO or settings.DEBUG):
            raise CommandError(_("This is no demonstration: set DEMO=1 where imaginary records may be mixed in."))
        door = HttpDoor(options["url"]) if options["url"] else InnerDoor(secure=settings.SECURE)
        self.say(1, _("Reference data"))
        call_command("load_reference", stdout=self.stdout)
        self.lay_the_land(options["seed"])
        self.say(2, _("People and tablets"))
        period = options["period"] or period_of_earlier_run() or last_half_before(timezone.localdate())
        country = Country.make(period, seed=options["seed"], people=options["people"])
        self.stdout.write(f"    {period}")
        staff = appoint(country.bureaus)
        tokens = {bureau.office: self.take_up(bureau, staff, door) for bureau in country.bureaus}
        self.say(3, _("What the tablets recorded, through the push endpoint"))
        self.send(country.bureaus, [country.first_of(bureau) for bureau in country.bureaus], tokens, door)
        self.say(4, _("Review: accepted, returned with a reason, or left waiting"))
        self.decide(country.first, staff)
        revoke(country, staff)
        self.say(5, _("What the officers answered to what was returned, and its review"))
        self.send(country.bureaus, [country.corrections_of(bureau) for bureau in country.bureaus], tokens, door)
        self.decide(country.corrections, staff)
        self.say(6, _("Who signs in"))
        keep(self.sign_ins(staff), options["sign_ins"])
        self.stdout.write(_("Sign-ins are in %s.") % options["sign_ins"])

    def lay_the_land(self, seed: str) -> None:
        """The maps that the tablets fetch."""
        country = Participant.objects.get(pk=CODE)
        for kind, content in layers(seed, Names.read()).items():
            load_layer(country, kind, content, source=SOURCE)
        packs = [keep_pack(region) for region in Region.objects.filter(participant=country, code__in=OFFICES)]
        self.stdout.write(_("    maps of %d districts") % len(packs))

    def say(self, step: int, words: str) -> None:
        self.stdout.write(f"{step}/{STEPS} {words}")

    def take_up(self, bureau: Bureau, staff: Staff, door: Door) -> str:
        tablet, since = bureau.tablet, bureau.period.starts_on
        lent = lend(tablet.number, bureau.office, registered_on=since, id=tablet.id)
        return enrol(door, lent.offer(staff.officers[bureau.office], by=staff.admin))

    def send(
        self, bureaus: Sequence[Bureau], all_events: Sequence[Sequence[Event]], tokens: Mapping[str, str], door: Door
    ) -> None:
        for bureau, events in zip(bureaus, all_events, strict=True):
            # The late office's tablet says that it holds more than it has sent.
            held_back = STILL_ON_ITS_TABLET if bureau.office == LATE_OFFICE else 0
            announced = len(bureau.tablet.events) + held_back
            states = push(door, events, token=tokens[bureau.office], announced=announced)
            self.count(_("tablet %d") % bureau.tablet.number, states)
            photos = send_photos(door, bureau.tablet.album, token=tokens[bureau.office])
            if photos:
                self.count(_("photos of tablet %d") % bureau.tablet.number, photos)

    def decide(self, events: Sequence[Event], staff: Staff) -> None:
        done: Counter[str] = Counter()
        for number, batch in enumerate(review(events, staff), start=1):
            done += batch
            if number % BATCHES_A_LINE == 0:
                self.stdout.write(f"    {number * BATCH}/{len(events)}")
        self.count(_("decisions"), done)

    def count(self, what: str, states: Mapping[str, int]) -> None:
        counted = ", ".join(f"{state} {number}" for state, number in sorted(states.items()))
        self.stdout.write(f"    {what}: {counted or 0}")

    def sign_ins(self, staff: Staff) -> str:
        officer = staff.officers[SPARE_OFFICE]
        spare = lend(SPARE_TABLET, SPARE_OFFICE, registered_on=timezone.localdate())
        code = spare.offer(officer, by=staff.admin)
        return sheet(give_passwords(staff.with_passwords()), code)
