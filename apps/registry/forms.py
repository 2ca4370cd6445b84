"""The papers of the register, question by question: digger, site, licence seen, buyer."""

from __future__ import annotations

from apps.forms.grammar import (
    Check,
    Choices,
    Condition,
    Field,
    Form,
    Kind,
    Op,
    Option,
    Section,
    Severity,
    Text,
    unless,
    when,
)

ENDS_AFTER_IT_STARTS = Check(
    code="ends_after_it_starts",
    op=Op.AT_LEAST,
    fields=("ends_on", "starts_on"),
    severity=Severity.REFUSE,
    sentence=Text("The last day is before the first day.", "Le dernier jour est avant le premier jour."),
)
HAS_ENDED = Check(
    code="has_ended",
    op=Op.NOT_BEFORE_TODAY,
    fields=("ends_on",),
    severity=Severity.FLAG,
    sentence=Text("This paper is no longer valid today.", "Ce titre n’est plus valable aujourd’hui."),
)
LONG_TERM = Check(
    code="long_term",
    op=Op.DAYS_AT_MOST,
    fields=("starts_on", "ends_on"),
    value=1830,
    severity=Severity.WARN,
    sentence=Text(
        "This is longer than five years. Look at both dates again.",
        "C’est plus de cinq ans. Vérifiez les deux dates.",
    ),
)
SHOWN_DOCUMENT = when("document_kind", "voter_card", "passport", "digger_card", "birth_certificate", "other")

DIGGER = Form(
    code="digger",
    version=1,
    title=Text("Register a digger", "Enregistrer un creuseur"),
    model="registry.Digger",
    acts=("create", "amend"),
    sections=(
        Section(
            "who",
            Text("Who", "Qui"),
            (
                Field(
                    code="number",
                    kind=Kind.NUMBER,
                    label=Text("Register number", "Numéro du registre"),
                    required=True,
                ),
                Field(
                    code="names",
                    kind=Kind.TEXT,
                    label=Text("Names", "Noms"),
                    hint=Text("All names, in the order the person gives them.", "Tous les noms, dans l’ordre donné."),
                    required=True,
                    max_length=120,
                ),
                Field(code="nickname", kind=Kind.TEXT, label=Text("Nickname", "Surnom"), max_length=60),
                Field(
                    code="sex",
                    kind=Kind.CHOICE,
                    label=Text("Sex", "Sexe"),
                    required=True,
                    choices=Choices(
                        (
                            Option("woman", Text("Woman", "Femme"), "woman"),
                            Option("man", Text("Man", "Homme"), "man"),
                            Option("not_stated", Text("Not stated", "Non précisé")),
                        )
                    ),
                ),
                Field(
                    code="birth_year",
                    kind=Kind.YEAR,
                    label=Text("Year of birth", "Année de naissance"),
                    hint=Text("The register takes adults only.", "Le registre ne prend que les adultes."),
                    required=True,
                ),
                Field(
                    code="birth_year_estimated",
                    kind=Kind.FLAG,
                    label=Text("The year is an estimate", "L’année est une estimation"),
                ),
                Field(
                    code="birthplace",
                    kind=Kind.TEXT,
                    label=Text("Place of birth", "Lieu de naissance"),
                    max_length=120,
                ),
                Field(
                    code="mother_names",
                    kind=Kind.TEXT,
                    label=Text("Mother’s names", "Noms de la mère"),
                    max_length=120,
                ),
                Field(
                    code="father_names",
                    kind=Kind.TEXT,
                    label=Text("Father’s names", "Noms du père"),
                    max_length=120,
                ),
            ),
        ),
        Section(
            "home",
            Text("Home", "Domicile"),
            (
                Field(
                    code="nationality",
                    kind=Kind.CHOICE,
                    label=Text("Nationality", "Nationalité"),
                    hint=Text("Nationality or residence: one is enough.", "Nationalité ou résidence : une suffit."),
                    choices=Choices(source="countries"),
                    max_length=2,
                ),
                Field(
                    code="residence",
                    kind=Kind.TEXT,
                    label=Text("Residence", "Résidence"),
                    hint=Text("Town or village where the person lives.", "Ville ou village où vit la personne."),
                    max_length=120,
                ),
                Field(code="address", kind=Kind.TEXT, label=Text("Address", "Adresse"), max_length=200),
            ),
        ),
        Section(
            "document",
            Text("Document", "Pièce"),
            (
                Field(
                    code="document_kind",
                    kind=Kind.CHOICE,
                    label=Text("Document", "Pièce d’identité"),
                    hint=Text("None is an answer too.", "Aucune est aussi une réponse."),
                    choices=Choices(
                        (
                            Option("none", Text("None", "Aucune")),
                            Option("voter_card", Text("Voter’s card", "Carte d’électeur")),
                            Option("passport", Text("Passport", "Passeport")),
                            Option("digger_card", Text("Digger’s card", "Carte de creuseur")),
                            Option("birth_certificate", Text("Birth certificate", "Acte de naissance")),
                            Option("other", Text("Other", "Autre")),
                        )
                    ),
                ),
                Field(
                    code="document_number",
                    kind=Kind.PAPER_NUMBER,
                    label=Text("Number of the document", "Numéro de la pièce"),
                    show_if=SHOWN_DOCUMENT,
                ),
                Field(
                    code="document_seen",
                    kind=Kind.FLAG,
                    label=Text("I have seen the document", "J’ai vu la pièce"),
                    show_if=SHOWN_DOCUMENT,
                ),
            ),
        ),
        Section(
            "work",
            Text("Work", "Travail"),
            (
                Field(
                    code="roles",
                    kind=Kind.CHOICES,
                    label=Text("Work at the site", "Travail sur le site"),
                    hint=Text("Choose all that apply.", "Choisissez tout ce qui convient."),
                    required=True,
                    choices=Choices(
                        (
                            Option("digging", Text("Digging", "Creusage"), "digging"),
                            Option("washing", Text("Washing gravel", "Lavage du gravier"), "washing"),
                            Option("carrying", Text("Carrying", "Portage"), "carrying"),
                            Option("gang_leader", Text("Gang leader", "Chef d’équipe"), "gang_leader"),
                            Option("owner", Text("Licence holder", "Titulaire de l’autorisation"), "owner"),
                            Option("supporter", Text("Supporter (pre-finances)", "Soutien (préfinance)"), "supporter"),
                        )
                    ),
                ),
                Field(code="site", kind=Kind.REFERENCE, label=Text("Site", "Site"), refers_to="site"),
            ),
        ),
        Section(
            "consent",
            Text("Consent", "Accord"),
            (
                Field(
                    code="legal_basis",
                    kind=Kind.CHOICE,
                    label=Text("Why the data are kept", "Raison de garder les données"),
                    required=True,
                    choices=Choices(
                        (
                            Option("legal_duty", Text("The law asks for it", "La loi le demande")),
                            Option("consent", Text("The person agreed", "La personne est d’accord")),
                        )
                    ),
                    default="legal_duty",
                ),
                Field(
                    code="consent_photo",
                    kind=Kind.FLAG,
                    label=Text("Agrees to a photo", "D’accord pour une photo"),
                ),
                Field(
                    code="consent_programmes",
                    kind=Kind.FLAG,
                    label=Text("Agrees to be told of programmes", "D’accord pour être informé des programmes"),
                ),
                Field(
                    code="consent_on",
                    kind=Kind.DATE,
                    label=Text("Day of the consent", "Jour de l’accord"),
                    required=True,
                    show_if=Condition(("legal_basis", "consent_photo", "consent_programmes"), ("consent", True)),
                ),
            ),
        ),
    ),
    checks=(
        Check(
            code="adult",
            op=Op.AGE_AT_LEAST,
            fields=("birth_year",),
            value=18,
            severity=Severity.REFUSE,
            sentence=Text(
                "The register takes adults. Count this person at the inspection, without a name.",
                "Le registre ne prend que les adultes. Comptez cette personne à l’inspection, sans nom.",
            ),
        ),
        Check(
            code="very_old",
            op=Op.AGE_AT_MOST,
            fields=("birth_year",),
            value=90,
            severity=Severity.WARN,
            sentence=Text(
                "This person would be more than 90 years old. Look at the year again.",
                "Cette personne aurait plus de 90 ans. Vérifiez l’année.",
            ),
        ),
        Check(
            code="nationality_or_residence",
            op=Op.ANY_OF,
            fields=("nationality", "residence"),
            severity=Severity.REFUSE,
            sentence=Text("Write the nationality or the residence.", "Écrivez la nationalité ou la résidence."),
        ),
        Check(
            code="document_number_missing",
            op=Op.ANY_OF,
            fields=("document_number",),
            when=when("document_seen", True),
            severity=Severity.WARN,
            sentence=Text(
                "You have seen the document. Write its number.", "Vous avez vu la pièce. Écrivez son numéro."
            ),
        ),
        Check(
            code="consent_in_future",
            op=Op.NOT_AFTER_TODAY,
            fields=("consent_on",),
            severity=Severity.FLAG,
            sentence=Text("The day of the consent has not come yet.", "Le jour de l’accord n’est pas encore venu."),
        ),
    ),
)

SITE = Form(
    code="site",
    version=1,
    title=Text("Record a site", "Enregistrer un site"),
    model="registry.Site",
    acts=("create", "amend"),
    sections=(
        Section(
            "where",
            Text("Where", "Où"),
            (
                Field(code="number", kind=Kind.NUMBER, label=Text("Site number", "Numéro du site"), required=True),
                Field(
                    code="name",
                    kind=Kind.TEXT,
                    label=Text("Name of the site", "Nom du site"),
                    required=True,
                    max_length=120,
                ),
                Field(
                    code="region",
                    kind=Kind.CHOICE,
                    label=Text("Region", "Région"),
                    required=True,
                    choices=Choices(source="regions"),
                ),
                Field(code="place", kind=Kind.TEXT, label=Text("Village", "Village"), max_length=120),
                Field(
                    code="point",
                    kind=Kind.POINT,
                    label=Text("Position", "Position"),
                    hint=Text("Stand at the middle of the site.", "Placez-vous au milieu du site."),
                ),
                Field(
                    code="border",
                    kind=Kind.FLAG,
                    label=Text("Near the border", "Près de la frontière"),
                    hint=Text("Less than a day’s walk.", "À moins d’une journée de marche."),
                ),
            ),
        ),
        Section(
            "ground",
            Text("Ground", "Terrain"),
            (
                Field(
                    code="deposit",
                    kind=Kind.CHOICE,
                    label=Text("Deposit", "Gisement"),
                    choices=Choices(
                        (
                            Option("river_bed", Text("River bed", "Lit de la rivière"), "river_bed"),
                            Option("flat", Text("Flat", "Flat"), "flat"),
                            Option("terrace", Text("Terrace", "Terrasse"), "terrace"),
                        )
                    ),
                ),
                Field(
                    code="status",
                    column="state",
                    kind=Kind.CHOICE,
                    label=Text("State of the site", "État du site"),
                    required=True,
                    choices=Choices(
                        (
                            Option("active", Text("Active", "Actif")),
                            Option("reserve", Text("Reserve", "Réserve")),
                            Option("mined_out", Text("Mined out", "Épuisé")),
                            Option("flooded", Text("Flooded", "Inondé")),
                        )
                    ),
                ),
                Field(
                    code="status_on",
                    column="state_on",
                    kind=Kind.DATE,
                    label=Text("State seen on", "État constaté le"),
                ),
            ),
        ),
        Section(
            "right",
            Text("Land", "Terre"),
            (
                Field(
                    code="title",
                    kind=Kind.CHOICE,
                    label=Text("Title to the land", "Droit sur la terre"),
                    choices=Choices(
                        (
                            Option("none", Text("None", "Aucun")),
                            Option("customary", Text("Customary", "Coutumier")),
                            Option("lease", Text("Lease", "Bail")),
                            Option("owned", Text("Owned", "Propriété")),
                            Option("state", Text("State land", "Terre de l’État")),
                        )
                    ),
                ),
                Field(
                    code="consent_by",
                    kind=Kind.TEXT,
                    label=Text("Who agreed to the digging", "Qui a donné son accord"),
                    hint=Text("Name and office, such as the village chief.", "Nom et fonction, par exemple le chef."),
                    max_length=120,
                ),
                Field(
                    code="manager",
                    kind=Kind.REFERENCE,
                    label=Text("Manager of the site", "Responsable du site"),
                    refers_to="digger",
                ),
            ),
        ),
    ),
    checks=(
        Check(
            code="position_rough",
            op=Op.ACCURATE_TO,
            fields=("point",),
            value=100,
            severity=Severity.WARN,
            sentence=Text(
                "The position is known to more than 100 metres only. Take it again under open sky.",
                "La position n’est connue qu’à plus de 100 mètres. Reprenez-la à ciel ouvert.",
            ),
        ),
        Check(
            code="status_in_future",
            op=Op.NOT_AFTER_TODAY,
            fields=("status_on",),
            severity=Severity.FLAG,
            sentence=Text("The day of the state has not come yet.", "Le jour du constat n’est pas encore venu."),
        ),
        Check(
            code="state_without_day",
            op=Op.ANY_OF,
            fields=("status_on",),
            when=when("status", "mined_out", "flooded"),
            severity=Severity.WARN,
            sentence=Text("Write since when.", "Écrivez depuis quand."),
        ),
        Check(
            code="consent_by_missing",
            op=Op.ANY_OF,
            fields=("consent_by",),
            when=when("title", "customary"),
            severity=Severity.WARN,
            sentence=Text(
                "The land is customary. Write who agreed to the digging.",
                "La terre est coutumière. Écrivez qui a donné son accord.",
            ),
        ),
    ),
)

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
                Field(
                    code="number",
                    kind=Kind.PAPER_NUMBER,
                    label=Text("Licence number", "Numéro de l’autorisation"),
                    hint=Text("As printed on the paper.", "Comme imprimé sur le titre."),
                    required=True,
                ),
                Field(
                    code="licence_class",
                    kind=Kind.CHOICE,
                    label=Text("Class", "Catégorie"),
                    required=True,
                    choices=Choices(source="licence_classes"),
                ),
                Field(
                    code="authority",
                    kind=Kind.TEXT,
                    label=Text("Issued by", "Délivrée par"),
                    required=True,
                    max_length=120,
                ),
                Field(code="issued_on", kind=Kind.DATE, label=Text("Issued on", "Délivrée le")),
                Field(code="starts_on", kind=Kind.DATE, label=Text("Valid from", "Valable du"), required=True),
                Field(
                    code="ends_on",
                    kind=Kind.DATE,
                    label=Text("Valid to", "Valable au"),
                    hint=Text("The last day of digging.", "Le dernier jour de creusage."),
                    required=True,
                ),
            ),
        ),
        Section(
            "holder",
            Text("Holder", "Titulaire"),
            (
                Field(
                    code="holder_kind",
                    kind=Kind.CHOICE,
                    label=Text("The holder is", "Le titulaire est"),
                    required=True,
                    choices=Choices(
                        (
                            Option("person", Text("A person", "Une personne")),
                            Option("cooperative", Text("A cooperative", "Une coopérative")),
                            Option("company", Text("A company", "Une société")),
                        )
                    ),
                    default="person",
                ),
                Field(
                    code="holder",
                    kind=Kind.REFERENCE,
                    label=Text("Holder", "Titulaire"),
                    hint=Text("From the register of diggers.", "Dans le registre des creuseurs."),
                    required=True,
                    show_if=when("holder_kind", "person"),
                    refers_to="digger",
                ),
                Field(
                    code="holder_name",
                    kind=Kind.TEXT,
                    label=Text("Name of the holder", "Nom du titulaire"),
                    required=True,
                    show_if=when("holder_kind", "cooperative", "company"),
                    max_length=120,
                ),
                Field(
                    code="supporter",
                    kind=Kind.TEXT,
                    label=Text("Supporter", "Soutien"),
                    hint=Text("Who pays for the work before the find.", "Qui paie le travail avant la trouvaille."),
                    max_length=120,
                ),
                Field(
                    code="share_rule",
                    kind=Kind.TEXT,
                    label=Text("How it is shared", "Règle de partage"),
                    hint=Text("Such as: half the stones to the gang.", "Par exemple : moitié des pierres à l’équipe."),
                    max_length=200,
                ),
            ),
        ),
        Section(
            "area",
            Text("Area", "Surface"),
            (
                Field(code="site", kind=Kind.REFERENCE, label=Text("Site", "Site"), refers_to="site"),
                Field(
                    code="area_text",
                    kind=Kind.TEXT,
                    label=Text("Area as described", "Surface telle que décrite"),
                    max_length=200,
                ),
                Field(code="hectares", kind=Kind.HECTARES, label=Text("Hectares", "Hectares")),
            ),
        ),
        Section(
            "fee",
            Text("Fee", "Redevance"),
            (
                Field(code="fee", kind=Kind.MONEY, label=Text("Fee paid", "Redevance payée")),
                Field(
                    code="fee_currency",
                    kind=Kind.CHOICE,
                    label=Text("Currency", "Monnaie"),
                    required=True,
                    show_if=unless("fee", None),
                    choices=Choices(source="currencies"),
                    max_length=3,
                ),
                Field(
                    code="treasury_receipt",
                    kind=Kind.PAPER_NUMBER,
                    label=Text("Treasury receipt", "Quittance du Trésor"),
                ),
            ),
        ),
    ),
    checks=(
        ENDS_AFTER_IT_STARTS,
        HAS_ENDED,
        LONG_TERM,
        Check(
            code="issued_after_start",
            op=Op.AT_MOST,
            fields=("issued_on", "starts_on"),
            severity=Severity.WARN,
            sentence=Text(
                "The licence was issued after its first day. Look at both dates again.",
                "L’autorisation a été délivrée après son premier jour. Vérifiez les deux dates.",
            ),
        ),
        Check(
            code="issued_in_future",
            op=Op.NOT_AFTER_TODAY,
            fields=("issued_on",),
            severity=Severity.FLAG,
            sentence=Text("The day of issue has not come yet.", "Le jour de délivrance n’est pas encore venu."),
        ),
        Check(
            code="area_unlikely",
            op=Op.AT_MOST,
            fields=("hectares",),
            value="1000",
            severity=Severity.WARN,
            sentence=Text(
                "This is more than 1,000 hectares. Look at the area again.",
                "C’est plus de 1 000 hectares. Vérifiez la surface.",
            ),
        ),
        Check(
            code="receipt_missing",
            op=Op.ANY_OF,
            fields=("treasury_receipt",),
            when=unless("fee", None),
            severity=Severity.FLAG,
            sentence=Text("A fee was paid, but no receipt was seen.", "Une redevance a été payée, sans quittance vue."),
        ),
    ),
)

BUYER = Form(
    code="buyer",
    version=1,
    title=Text("Record a buyer", "Enregistrer un acheteur"),
    model="registry.Buyer",
    acts=("create", "amend"),
    sections=(
        Section(
            "paper",
            Text("The paper", "Le titre"),
            (
                Field(
                    code="number",
                    kind=Kind.PAPER_NUMBER,
                    label=Text("Buyer’s number", "Numéro de l’acheteur"),
                    hint=Text("As printed on the buyer’s card.", "Comme imprimé sur la carte de l’acheteur."),
                    required=True,
                ),
                Field(
                    code="buyer_class",
                    kind=Kind.CHOICE,
                    label=Text("Class", "Catégorie"),
                    hint=Text("Such as collector or dealer.", "Par exemple collecteur ou négociant."),
                    required=True,
                    choices=Choices(source="buyer_classes"),
                ),
                Field(code="starts_on", kind=Kind.DATE, label=Text("Valid from", "Valable du"), required=True),
                Field(code="ends_on", kind=Kind.DATE, label=Text("Valid to", "Valable au"), required=True),
            ),
        ),
        Section(
            "who",
            Text("Who", "Qui"),
            (
                Field(
                    code="names",
                    kind=Kind.TEXT,
                    label=Text("Names", "Noms"),
                    hint=Text("Of the person or of the house.", "De la personne ou de la maison."),
                    required=True,
                    max_length=120,
                ),
                Field(code="address", kind=Kind.TEXT, label=Text("Address", "Adresse"), max_length=200),
                Field(
                    code="nationality",
                    kind=Kind.CHOICE,
                    label=Text("Nationality", "Nationalité"),
                    choices=Choices(source="countries"),
                    max_length=2,
                ),
                Field(
                    code="financier",
                    kind=Kind.TEXT,
                    label=Text("Financier", "Financier"),
                    hint=Text("Whose money buys.", "À qui est l’argent des achats."),
                    max_length=120,
                ),
            ),
        ),
    ),
    checks=(ENDS_AFTER_IT_STARTS, HAS_ENDED, LONG_TERM),
)

FORMS = (DIGGER, SITE, LICENCE, BUYER)
