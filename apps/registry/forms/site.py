"""Where it is dug: one stable code for a place, its state and whose land it is."""

from __future__ import annotations

from apps.forms import asking as ask
from apps.forms.asking import mark, warn
from apps.forms.grammar import Form, Op, Section, Text, when
from apps.forms.upcasting import unchanged

SITE = Form(
    code="site",
    version=3,
    upcasters=(unchanged, unchanged),
    title=Text("Record a site", "Enregistrer un site"),
    model="registry.Site",
    acts=("create", "amend"),
    sections=(
        Section(
            "where",
            Text("Where", "Où"),
            (
                ask.number("number", Text("Site number", "Numéro du site"), required=True),
                ask.text("name", Text("Name of the site", "Nom du site"), required=True, max_length=120),
                ask.choice("region", Text("Region", "Région"), required=True, choices=ask.listed("regions")),
                ask.text("place", Text("Village", "Village"), max_length=120),
                ask.point(
                    "point",
                    Text("Position", "Position"),
                    hint=Text("Stand at the middle of the site.", "Placez-vous au milieu du site."),
                    max=20,
                ),
                ask.area(
                    "area",
                    Text("Area of the site", "Terrain du site"),
                    hint=Text(
                        "Walk around it with the tablet, or write its corners from a plan.",
                        "Faites-en le tour avec la tablette, ou écrivez ses coins d’après un plan.",
                    ),
                    max=20,
                ),
                ask.flag(
                    "border",
                    Text("Near the border", "Près de la frontière"),
                    hint=Text("Less than a day’s walk.", "À moins d’une journée de marche."),
                ),
            ),
        ),
        Section(
            "ground",
            Text("Ground", "Terrain"),
            (
                ask.choice(
                    "deposit",
                    Text("Deposit", "Gisement"),
                    choices=ask.options(
                        ("river_bed", "River bed", "Lit de la rivière", "river_bed"),
                        ("flat", "Flat", "Flat", "flat"),
                        ("terrace", "Terrace", "Terrasse", "terrace"),
                    ),
                ),
                ask.choice(
                    "status",
                    Text("State of the site", "État du site"),
                    required=True,
                    choices=ask.options(
                        ("active", "Active", "Actif"),
                        ("reserve", "Reserve", "Réserve"),
                        ("mined_out", "Mined out", "Épuisé"),
                        ("flooded", "Flooded", "Inondé"),
                    ),
                    # The status of a record is its review; the site’s own has a column beside it.
                    column="state",
                ),
                ask.day("status_on", Text("State seen on", "État constaté le"), column="state_on"),
                ask.photo(
                    "photo",
                    Text("Photo of the site", "Photo du site"),
                    hint=Text(
                        "From a distance that shows the pit and the water.", "D’assez loin pour voir la fosse et l’eau."
                    ),
                    max=300,
                ),
            ),
        ),
        Section(
            "right",
            Text("Land", "Terre"),
            (
                ask.choice(
                    "title",
                    Text("Title to the land", "Droit sur la terre"),
                    choices=ask.options(
                        ("none", "None", "Aucun"),
                        ("customary", "Customary", "Coutumier"),
                        ("lease", "Lease", "Bail"),
                        ("owned", "Owned", "Propriété"),
                        ("state", "State land", "Terre de l’État"),
                    ),
                ),
                ask.text(
                    "consent_by",
                    Text("Who agreed to the digging", "Qui a donné son accord"),
                    hint=Text("Name and office, such as the village chief.", "Nom et fonction, par exemple le chef."),
                    max_length=120,
                ),
                ask.reference("manager", Text("Manager of the site", "Responsable du site"), refers_to="digger"),
            ),
        ),
    ),
    checks=(
        warn(
            "position_rough",
            Op.ACCURATE_TO,
            ("point",),
            Text(
                "The position is known to more than 100 metres only. Take it again under open sky.",
                "La position n’est connue qu’à plus de 100 mètres. Reprenez-la à ciel ouvert.",
            ),
            value=100,
        ),
        warn(
            "area_rough",
            Op.ACCURATE_TO,
            ("area",),
            Text(
                "A corner is known to more than 50 metres only. Take it again under open sky.",
                "Un coin n’est connu qu’à plus de 50 mètres. Reprenez-le à ciel ouvert.",
            ),
            value=50,
        ),
        mark(
            "status_in_future",
            Op.NOT_AFTER_TODAY,
            ("status_on",),
            Text("The day of the state has not come yet.", "Le jour du constat n’est pas encore venu."),
        ),
        warn(
            "state_without_day",
            Op.ANY_OF,
            ("status_on",),
            Text("Write since when.", "Écrivez depuis quand."),
            when=when("status", "mined_out", "flooded"),
        ),
        warn(
            "consent_by_missing",
            Op.ANY_OF,
            ("consent_by",),
            Text(
                "The land is customary. Write who agreed to the digging.",
                "La terre est coutumière. Écrivez qui a donné son accord.",
            ),
            when=when("title", "customary"),
        ),
    ),
)
