"""What was found at a site in a day or a period, and how it is known; nothing found is an entry too."""

from __future__ import annotations

from apps.forms import asking as ask
from apps.forms.asking import mark, refuse, warn
from apps.forms.grammar import Form, Op, Section, Text, unless
from apps.forms.upcasting import unchanged
from apps.ledger.forms.finders import FINDERS_AGREE, finders
from apps.ledger.forms.sizes import SIZES_AGREE, size_classes
from apps.ledger.forms.stones import CARATS_UNLIKELY, OFF_STEP, STONES_TOO_HEAVY, STONES_TOO_LIGHT, scale_step

SOMETHING_FOUND = unless("nil", True)

PRODUCTION = Form(
    code="production",
    version=3,
    upcasters=(unchanged, unchanged),
    title=Text("Record production", "Enregistrer la production"),
    model="ledger.Production",
    acts=("create", "replace"),
    sections=(
        Section(
            "where",
            Text("Where and when", "Où et quand"),
            (
                ask.number("number", Text("Entry number", "Numéro de l’entrée"), required=True),
                ask.reference("site", Text("Site", "Site"), required=True, refers_to="site"),
                ask.reference("licence", Text("Licence", "Autorisation"), refers_to="licence"),
                ask.day(
                    "starts_on",
                    Text("First day", "Premier jour"),
                    hint=Text("For one day, write it twice.", "Pour un seul jour, écrivez-le deux fois."),
                    required=True,
                ),
                ask.day("ends_on", Text("Last day", "Dernier jour"), required=True),
                ask.choice(
                    "channel",
                    Text("Kind of mining", "Type d’exploitation"),
                    required=True,
                    choices=ask.options(
                        ("artisanal", "Artisanal", "Artisanale"),
                        ("semi_industrial", "Semi-industrial", "Semi-industrielle"),
                        ("industrial", "Industrial", "Industrielle"),
                    ),
                    default="artisanal",
                ),
            ),
        ),
        Section(
            "found",
            Text("What was found", "Ce qui a été trouvé"),
            (
                ask.choice(
                    "basis",
                    Text("How it is known", "Comment on le sait"),
                    required=True,
                    choices=ask.options(
                        ("weighed", "Weighed before me", "Pesé devant moi", "scale"),
                        ("notebook", "Read in a notebook", "Lu dans un cahier", "notebook"),
                        ("declared", "Declared", "Déclaré", "speaking"),
                    ),
                ),
                ask.flag(
                    "nil",
                    Text("Nothing was found", "Rien n’a été trouvé"),
                    hint=Text("A period without a find is a record too.", "Une période sans trouvaille compte aussi."),
                ),
                ask.carats("carats", Text("Carats", "Carats"), required=True, show_if=SOMETHING_FOUND, min="0.01"),
                ask.integer("stones", Text("Number of stones", "Nombre de pierres"), show_if=SOMETHING_FOUND, min=1),
                ask.carats(
                    "largest_stone",
                    Text("Largest stone", "Plus grosse pierre"),
                    show_if=SOMETHING_FOUND,
                    min="0.01",
                ),
                size_classes(SOMETHING_FOUND),
            ),
        ),
        Section(
            "weighing",
            Text("Weighing", "Pesée"),
            (
                scale_step(SOMETHING_FOUND),
                ask.text("weighed_by", Text("Weighed by", "Pesé par"), show_if=SOMETHING_FOUND, max_length=120),
                ask.flag(
                    "cleaned",
                    Text("The stones were cleaned", "Les pierres étaient nettoyées"),
                    show_if=SOMETHING_FOUND,
                ),
            ),
        ),
        Section(
            "gang",
            Text("Who found it", "Qui a trouvé"),
            (
                ask.reference("finder", Text("Finder", "Découvreur"), show_if=SOMETHING_FOUND, refers_to="digger"),
                ask.integer("gang_size", Text("People in the gang", "Personnes dans l’équipe"), min=1, max=10000),
                finders(SOMETHING_FOUND),
            ),
        ),
    ),
    checks=(
        refuse(
            "ends_after_it_starts",
            Op.AT_LEAST,
            ("ends_on", "starts_on"),
            Text("The last day is before the first day.", "Le dernier jour est avant le premier jour."),
        ),
        refuse(
            "largest_within_carats",
            Op.AT_MOST,
            ("largest_stone", "carats"),
            Text(
                "The largest stone weighs more than all the carats.",
                "La plus grosse pierre pèse plus que tous les carats.",
            ),
        ),
        mark(
            "day_in_future",
            Op.NOT_AFTER_TODAY,
            ("ends_on",),
            Text("The last day has not come yet.", "Le dernier jour n’est pas encore venu."),
        ),
        warn(
            "long_period",
            Op.DAYS_AT_MOST,
            ("starts_on", "ends_on"),
            Text(
                "This is longer than three months. Look at both days again.",
                "C’est plus de trois mois. Vérifiez les deux jours.",
            ),
            value=92,
        ),
        OFF_STEP,
        *SIZES_AGREE,
        *FINDERS_AGREE,
        STONES_TOO_HEAVY,
        STONES_TOO_LIGHT,
        CARATS_UNLIKELY,
        warn(
            "large_gang",
            Op.AT_MOST,
            ("gang_size",),
            Text(
                "This is more than 200 people. Look at the number again.",
                "C’est plus de 200 personnes. Vérifiez le nombre.",
            ),
            value=200,
        ),
    ),
)
