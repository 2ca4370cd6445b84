"""
What was against the rules, where, whom it concerns, what was seized and what was decided (MD-10).

A child at work is no infraction, and no question here: an inspection counts, and the office refers.
"""

from __future__ import annotations

from apps.forms import asking as ask
from apps.forms.asking import mark, refuse, warn
from apps.forms.grammar import Form, Op, Section, Text, unless, when

SEIZED = unless("carats_seized", None)

INFRACTION = Form(
    code="infraction",
    version=1,
    title=Text("Record an infraction", "Enregistrer une infraction"),
    model="inspections.Infraction",
    acts=("create", "replace"),
    sections=(
        Section(
            "where",
            Text("Where and when", "Où et quand"),
            (
                ask.number("number", Text("Infraction number", "Numéro de l’infraction"), required=True),
                ask.day("seen_on", Text("Day it was seen", "Jour du constat"), required=True),
                ask.reference("site", Text("Site", "Site"), refers_to="site"),
                ask.text(
                    "place",
                    Text("Place", "Lieu"),
                    hint=Text("Where it was at no site: a road, a market.", "Hors d’un site : une route, un marché."),
                    show_if=when("site", None),
                    max_length=120,
                ),
            ),
        ),
        Section(
            "what",
            Text("What was seen", "Ce qui a été constaté"),
            (
                ask.choice(
                    "type",
                    Text("Kind of infraction", "Type d’infraction"),
                    required=True,
                    choices=ask.options(
                        ("without_licence", "Digging without a licence", "Extraction sans autorisation"),
                        ("outside_area", "Digging outside the licensed area", "Extraction hors du périmètre autorisé"),
                        ("unlicensed_trade", "Buying or selling without a licence", "Achat ou vente sans autorisation"),
                        ("false_papers", "False, blank or borrowed papers", "Papiers faux, en blanc ou prêtés"),
                        (
                            "no_records",
                            "Records not kept, or inspection refused",
                            "Registres non tenus, ou inspection refusée",
                        ),
                        (
                            "smuggling",
                            "Stones hidden or carried across a border",
                            "Pierres cachées ou passées en fraude",
                        ),
                        ("environment", "Harm to a river or the land", "Atteinte à une rivière ou au terrain"),
                        ("other", "Something else", "Autre chose"),
                    ),
                ),
                ask.text(
                    "account",
                    Text("What happened", "Ce qui s’est passé"),
                    hint=Text("No names here.", "Aucun nom ici."),
                    max_length=500,
                ),
            ),
        ),
        Section(
            "who",
            Text("Who", "Qui"),
            (
                ask.choice(
                    "concerned",
                    Text("Whom it concerns", "Qui est concerné"),
                    hint=Text(
                        "Nobody under 18: they are counted at an inspection, and helped.",
                        "Jamais de mineurs : on les compte à l’inspection, et on les aide.",
                    ),
                    required=True,
                    choices=ask.options(
                        ("digger", "A digger of the register", "Un creuseur du registre"),
                        ("licence", "The holder of a licence", "Le titulaire d’une autorisation"),
                        ("buyer", "A buyer of the register", "Un acheteur du registre"),
                        ("person", "Somebody who is not registered", "Quelqu’un qui n’est pas enregistré"),
                        ("unknown", "Nobody knows who", "On ne sait pas qui"),
                    ),
                ),
                ask.reference(
                    "digger",
                    Text("Digger", "Creuseur"),
                    required=True,
                    show_if=when("concerned", "digger"),
                    refers_to="digger",
                ),
                ask.reference(
                    "licence",
                    Text("Licence", "Autorisation"),
                    required=True,
                    show_if=when("concerned", "licence"),
                    refers_to="licence",
                ),
                ask.reference(
                    "buyer",
                    Text("Buyer", "Acheteur"),
                    required=True,
                    show_if=when("concerned", "buyer"),
                    refers_to="buyer",
                ),
                ask.text(
                    "person_name",
                    Text("Name", "Nom"),
                    hint=Text(
                        "Your office alone reads it until there is a final decision.",
                        "Seul votre bureau le lit jusqu’à une décision définitive.",
                    ),
                    required=True,
                    show_if=when("concerned", "person"),
                    max_length=120,
                ),
            ),
        ),
        Section(
            "seized",
            Text("What was seized", "Ce qui a été saisi"),
            (
                ask.carats(
                    "carats_seized",
                    Text("Carats seized", "Carats saisis"),
                    hint=Text("Leave it empty where nothing was seized.", "Laissez vide si rien n’a été saisi."),
                    min="0.01",
                ),
                ask.paper_number("seal_number", Text("Number of the seal", "Numéro du scellé"), show_if=SEIZED),
                ask.choice(
                    "custody",
                    Text("Who keeps them", "Qui les garde"),
                    show_if=SEIZED,
                    choices=ask.options(
                        ("office", "This office", "Ce bureau"),
                        ("ministry", "The ministry", "Le ministère"),
                        ("police", "Police or gendarmerie", "Police ou gendarmerie"),
                        ("court", "A court", "Un tribunal"),
                        ("bank", "A bank", "Une banque"),
                    ),
                ),
                ask.choice(
                    "disposal",
                    Text("What became of them", "Ce qu’ils sont devenus"),
                    show_if=SEIZED,
                    choices=ask.options(
                        ("kept", "Still kept", "Encore gardés"),
                        ("returned", "Given back", "Rendus"),
                        ("forfeited", "Property of the State", "Propriété de l’État"),
                        ("sold", "Sold by the State", "Vendus par l’État"),
                    ),
                ),
            ),
        ),
        Section(
            "decision",
            Text("Referral and decision", "Transmission et décision"),
            (
                ask.choice(
                    "referred_to",
                    Text("Referred to", "Transmis à"),
                    choices=ask.options(
                        ("mines", "Administration of mines", "Administration des mines"),
                        ("police", "Police or gendarmerie", "Police ou gendarmerie"),
                        ("prosecutor", "Public prosecutor", "Procureur"),
                        ("customs", "Customs", "Douane"),
                    ),
                ),
                ask.day("referred_on", Text("Referred on", "Transmis le"), show_if=unless("referred_to", None)),
                ask.choice(
                    "outcome",
                    Text("Decision", "Décision"),
                    hint=Text(
                        "A decision is final when nobody can appeal any more.",
                        "Une décision est définitive quand plus personne ne peut faire appel.",
                    ),
                    required=True,
                    choices=ask.options(
                        ("open", "No final decision yet", "Pas encore de décision définitive"),
                        ("penalty", "Final: penalty", "Définitive : sanction"),
                        ("settled", "Final: settled with the administration", "Définitive : transaction"),
                        ("dismissed", "Final: no infraction", "Définitive : pas d’infraction"),
                    ),
                    default="open",
                ),
                ask.day(
                    "decided_on",
                    Text("Decided on", "Décidé le"),
                    required=True,
                    show_if=when("outcome", "penalty", "settled", "dismissed"),
                ),
            ),
        ),
    ),
    checks=(
        mark(
            "day_in_future",
            Op.NOT_AFTER_TODAY,
            ("seen_on",),
            Text("This day has not come yet.", "Ce jour n’est pas encore venu."),
        ),
        warn(
            "place_missing",
            Op.ANY_OF,
            ("site", "place"),
            Text("Write the site or the place.", "Écrivez le site ou le lieu."),
        ),
        warn(
            "carats_unlikely",
            Op.AT_MOST,
            ("carats_seized",),
            Text(
                "This is more than 1,000 carats. Read the scale again.",
                "C’est plus de 1 000 carats. Relisez la balance.",
            ),
            value="1000",
        ),
        warn(
            "custody_missing",
            Op.ANY_OF,
            ("custody",),
            Text("Write who keeps the stones.", "Écrivez qui garde les pierres."),
            when=SEIZED,
        ),
        refuse(
            "referred_after_seen",
            Op.AT_LEAST,
            ("referred_on", "seen_on"),
            Text("This day is before the day it was seen.", "Ce jour est avant le jour du constat."),
        ),
        refuse(
            "decided_after_seen",
            Op.AT_LEAST,
            ("decided_on", "seen_on"),
            Text("The decision is before the day it was seen.", "La décision est avant le jour du constat."),
        ),
        mark(
            "decision_in_future",
            Op.NOT_AFTER_TODAY,
            ("decided_on",),
            Text("The day of the decision has not come yet.", "Le jour de la décision n’est pas encore venu."),
        ),
    ),
)
