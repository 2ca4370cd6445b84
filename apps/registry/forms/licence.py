"""A licence as an officer sees it on paper."""

from __future__ import annotations

from apps.forms import asking as ask
from apps.forms.asking import mark, warn
from apps.forms.grammar import Form, Op, Section, Text, unless, when
from apps.registry.forms.validity import ENDS_AFTER_IT_STARTS, HAS_ENDED, LONG_TERM

LICENCE = Form(
    code="licence",
    version=1,
    title=Text("Licence seen", "Autorisation vue"),
    model="registry.Licence",
    acts=("create", "amend"),
    sections=(
        Section(
            "paper",
            Text("The paper", "Le titre"),
            (
                ask.paper_number(
                    "number",
                    Text("Licence number", "Numéro de l’autorisation"),
                    hint=Text("As printed on the paper.", "Comme imprimé sur le titre."),
                    required=True,
                ),
                ask.choice(
                    "licence_class", Text("Class", "Catégorie"), required=True, choices=ask.listed("licence_classes")
                ),
                ask.text("authority", Text("Issued by", "Délivrée par"), required=True, max_length=120),
                ask.day("issued_on", Text("Issued on", "Délivrée le")),
                ask.day("starts_on", Text("Valid from", "Valable du"), required=True),
                ask.day(
                    "ends_on",
                    Text("Valid to", "Valable au"),
                    hint=Text("The last day of digging.", "Le dernier jour de creusage."),
                    required=True,
                ),
            ),
        ),
        Section(
            "holder",
            Text("Holder", "Titulaire"),
            (
                ask.choice(
                    "holder_kind",
                    Text("The holder is", "Le titulaire est"),
                    required=True,
                    choices=ask.options(
                        ("person", "A person", "Une personne"),
                        ("cooperative", "A cooperative", "Une coopérative"),
                        ("company", "A company", "Une société"),
                    ),
                    default="person",
                ),
                ask.reference(
                    "holder",
                    Text("Holder", "Titulaire"),
                    hint=Text("From the register of diggers.", "Dans le registre des creuseurs."),
                    required=True,
                    show_if=when("holder_kind", "person"),
                    refers_to="digger",
                ),
                ask.text(
                    "holder_name",
                    Text("Name of the holder", "Nom du titulaire"),
                    required=True,
                    show_if=when("holder_kind", "cooperative", "company"),
                    max_length=120,
                ),
                ask.text(
                    "supporter",
                    Text("Supporter", "Soutien"),
                    hint=Text("Who pays for the work before the find.", "Qui paie le travail avant la trouvaille."),
                    max_length=120,
                ),
                ask.text(
                    "share_rule",
                    Text("How it is shared", "Règle de partage"),
                    hint=Text("Such as: half the stones to the gang.", "Par exemple : moitié des pierres à l’équipe."),
                    max_length=200,
                ),
            ),
        ),
        Section(
            "area",
            Text("Area", "Surface"),
            (
                ask.reference("site", Text("Site", "Site"), refers_to="site"),
                ask.text("area_text", Text("Area as described", "Surface telle que décrite"), max_length=200),
                ask.hectares("hectares", Text("Hectares", "Hectares")),
            ),
        ),
        Section(
            "fee",
            Text("Fee", "Redevance"),
            (
                ask.money("fee", Text("Fee paid", "Redevance payée")),
                ask.choice(
                    "fee_currency",
                    Text("Currency", "Monnaie"),
                    required=True,
                    show_if=unless("fee", None),
                    choices=ask.listed("currencies"),
                    max_length=3,
                ),
                ask.paper_number("treasury_receipt", Text("Treasury receipt", "Quittance du Trésor")),
            ),
        ),
    ),
    checks=(
        ENDS_AFTER_IT_STARTS,
        HAS_ENDED,
        LONG_TERM,
        warn(
            "issued_after_start",
            Op.AT_MOST,
            ("issued_on", "starts_on"),
            Text(
                "The licence was issued after its first day. Look at both dates again.",
                "L’autorisation a été délivrée après son premier jour. Vérifiez les deux dates.",
            ),
        ),
        mark(
            "issued_in_future",
            Op.NOT_AFTER_TODAY,
            ("issued_on",),
            Text("The day of issue has not come yet.", "Le jour de délivrance n’est pas encore venu."),
        ),
        warn(
            "area_unlikely",
            Op.AT_MOST,
            ("hectares",),
            Text(
                "This is more than 1,000 hectares. Look at the area again.",
                "C’est plus de 1 000 hectares. Vérifiez la surface.",
            ),
            value="1000",
        ),
        mark(
            "receipt_missing",
            Op.ANY_OF,
            ("treasury_receipt",),
            Text("A fee was paid, but no receipt was seen.", "Une redevance a été payée, sans quittance vue."),
            when=unless("fee", None),
        ),
    ),
)
