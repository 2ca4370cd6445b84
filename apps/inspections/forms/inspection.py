"""
What an inspection saw at a site on a day: the ground, the people at work, the gravel, and what is to follow.

Whoever was armed is no question here: that is the report in confidence (domain.md, *Do no harm*).
"""

from __future__ import annotations

from apps.forms import asking as ask
from apps.forms.asking import mark, refuse, warn
from apps.forms.grammar import Check, Form, Op, Section, Text, when

COUNT_ONLY = Text("Count them. No name, no photo.", "Comptez-les. Ni nom, ni photo.")
A_REFERRAL = Text(
    "They need help: tell the service that protects children, without names. This is a referral, not an infraction.",
    "Ils ont besoin d’aide : prévenez le service de protection de l’enfance, sans noms. C’est un signalement pour les "
    "aider, pas une infraction.",
)


def young(code: str) -> Check:
    """People under 18 at work are referred to help (ILO C182)."""
    return mark(f"{code}_at_work", Op.AT_MOST, (code,), A_REFERRAL, value=0)


INSPECTION = Form(
    code="inspection",
    version=1,
    title=Text("Inspect a site", "Inspecter un site"),
    model="inspections.Inspection",
    acts=("create", "replace"),
    sections=(
        Section(
            "visit",
            Text("The visit", "La visite"),
            (
                ask.number("number", Text("Inspection number", "Numéro de l’inspection"), required=True),
                ask.reference("site", Text("Site", "Site"), required=True, refers_to="site"),
                ask.day("inspected_on", Text("Day of the visit", "Jour de la visite"), required=True),
                ask.choice(
                    "visit",
                    Text("Kind of visit", "Type de visite"),
                    required=True,
                    choices=ask.options(
                        ("planned", "Planned", "Prévue"),
                        (
                            "blind",
                            "Second visit, without knowing the first result",
                            "Seconde visite, sans connaître le premier résultat",
                        ),
                    ),
                    default="planned",
                ),
            ),
        ),
        Section(
            "ground",
            Text("The ground", "Le terrain"),
            (
                ask.choice(
                    "state",
                    Text("State of the site", "État du site"),
                    hint=Text("As you see it today.", "Comme vous le voyez aujourd’hui."),
                    required=True,
                    choices=ask.options(
                        ("active", "Active", "Actif"),
                        ("reserve", "Reserve", "Réserve"),
                        ("mined_out", "Mined out", "Épuisé"),
                        ("flooded", "Flooded", "Inondé"),
                    ),
                ),
                ask.integer("pits", Text("Open pits", "Fosses ouvertes"), max=10000),
                ask.choice(
                    "water",
                    Text("Water for washing", "Eau pour le lavage"),
                    choices=ask.options(
                        ("none", "None", "Aucune"),
                        ("stream", "River or stream", "Rivière ou ruisseau", "river_bed"),
                        ("pumped", "Pumped", "Pompée"),
                        ("standing", "Standing in the pits", "Stagnante dans les fosses"),
                    ),
                ),
                ask.photo(
                    "photo",
                    Text("Photo of the site", "Photo du site"),
                    hint=Text(
                        "From a distance that shows the pits and the water, and nobody’s face.",
                        "D’assez loin pour voir les fosses et l’eau, et aucun visage.",
                    ),
                    max=300,
                ),
            ),
        ),
        Section(
            "people",
            Text("People at work", "Personnes au travail"),
            (
                ask.integer("women", Text("Women, 18 and over", "Femmes, 18 ans et plus"), max=100000),
                ask.integer("men", Text("Men, 18 and over", "Hommes, 18 ans et plus"), max=100000),
                ask.integer("aged_15_17", Text("Aged 15 to 17", "De 15 à 17 ans"), hint=COUNT_ONLY, max=100000),
                ask.integer("under_15", Text("Under 15", "Moins de 15 ans"), hint=COUNT_ONLY, max=100000),
            ),
        ),
        Section(
            "gravel",
            Text("Gravel", "Gravier"),
            (
                ask.cubic_metres(
                    "gravel_stockpiled", Text("Gravel waiting to be washed", "Gravier en attente de lavage")
                ),
                ask.cubic_metres(
                    "gravel_washed",
                    Text("Gravel washed", "Gravier lavé"),
                    hint=Text("Since the last inspection.", "Depuis la dernière inspection."),
                ),
            ),
        ),
        Section(
            "result",
            Text("Result", "Résultat"),
            (
                ask.text(
                    "findings",
                    Text("What you found", "Ce que vous avez constaté"),
                    hint=Text("No names here.", "Aucun nom ici."),
                    max_length=500,
                ),
                ask.choice(
                    "result",
                    Text("Result of the inspection", "Résultat de l’inspection"),
                    required=True,
                    choices=ask.options(
                        ("in_order", "In order", "En règle"),
                        ("to_put_right", "Something to put right", "Quelque chose à corriger"),
                        ("infraction", "An infraction, recorded apart", "Une infraction, enregistrée à part"),
                    ),
                ),
                ask.text(
                    "follow_up",
                    Text("What is to follow", "La suite à donner"),
                    hint=Text("What, and by whom.", "Quoi, et par qui."),
                    max_length=300,
                ),
                ask.day("follow_up_on", Text("To be done by", "À faire avant le")),
            ),
        ),
    ),
    checks=(
        mark(
            "day_in_future",
            Op.NOT_AFTER_TODAY,
            ("inspected_on",),
            Text("The day of the visit has not come yet.", "Le jour de la visite n’est pas encore venu."),
        ),
        refuse(
            "follow_up_after_visit",
            Op.AT_LEAST,
            ("follow_up_on", "inspected_on"),
            Text("This day is before the visit.", "Ce jour est avant la visite."),
        ),
        warn(
            "nobody_counted",
            Op.ANY_OF,
            ("women", "men", "aged_15_17", "under_15"),
            Text(
                "Nobody was counted. Where nobody was at work, write 0.",
                "Personne n’a été compté. Si personne ne travaillait, écrivez 0.",
            ),
        ),
        young("under_15"),
        young("aged_15_17"),
        warn(
            "many_women",
            Op.AT_MOST,
            ("women",),
            Text("This is more than 1,000 women. Count again.", "C’est plus de 1 000 femmes. Recomptez."),
            value=1000,
        ),
        warn(
            "many_men",
            Op.AT_MOST,
            ("men",),
            Text("This is more than 5,000 men. Count again.", "C’est plus de 5 000 hommes. Recomptez."),
            value=5000,
        ),
        warn(
            "many_pits",
            Op.AT_MOST,
            ("pits",),
            Text("This is more than 500 pits. Count again.", "C’est plus de 500 fosses. Recomptez."),
            value=500,
        ),
        warn(
            "washed_at_closed_site",
            Op.AT_MOST,
            ("gravel_washed",),
            Text(
                "Gravel was washed at a site that is mined out or flooded. Look at both answers again.",
                "Du gravier a été lavé sur un site épuisé ou inondé. Vérifiez les deux réponses.",
            ),
            value="0",
            when=when("state", "mined_out", "flooded"),
        ),
        warn(
            "follow_up_missing",
            Op.ANY_OF,
            ("follow_up",),
            Text("Write what is to be put right.", "Écrivez ce qui est à corriger."),
            when=when("result", "to_put_right"),
        ),
    ),
)
