"""Who digs, washes, carries, leads, owns or pays: one paper for everyone at a site, adults only."""

from __future__ import annotations

from apps.forms import asking as ask
from apps.forms.asking import mark, refuse, warn
from apps.forms.grammar import Condition, Form, Op, Section, Text, when
from apps.forms.upcasting import unchanged

AGREED = Condition(("legal_basis", "consent_photo", "consent_programmes"), ("consent", True))
HAS_DOCUMENT = when("document_kind", "voter_card", "passport", "digger_card", "birth_certificate", "other")

DIGGER = Form(
    code="digger",
    version=4,
    upcasters=(unchanged, unchanged, unchanged),
    title=Text("Register a digger", "Enregistrer un creuseur"),
    model="registry.Digger",
    acts=("create", "amend"),
    sections=(
        Section(
            "who",
            Text("Who", "Qui"),
            (
                ask.number("number", Text("Register number", "Numéro du registre"), required=True),
                ask.text(
                    "names",
                    Text("Names", "Noms"),
                    hint=Text("All names, in the order the person gives them.", "Tous les noms, dans l’ordre donné."),
                    required=True,
                    max_length=120,
                ),
                ask.text("nickname", Text("Nickname", "Surnom"), max_length=60),
                ask.choice(
                    "sex",
                    Text("Sex", "Sexe"),
                    required=True,
                    choices=ask.options(
                        ("woman", "Woman", "Femme", "woman"),
                        ("man", "Man", "Homme", "man"),
                        ("not_stated", "Not stated", "Non précisé"),
                    ),
                ),
                ask.year(
                    "birth_year",
                    Text("Year of birth", "Année de naissance"),
                    hint=Text("The register takes adults only.", "Le registre ne prend que les adultes."),
                    required=True,
                ),
                ask.flag("birth_year_estimated", Text("The year is an estimate", "L’année est une estimation")),
                ask.text("birthplace", Text("Place of birth", "Lieu de naissance"), max_length=120),
                ask.text("mother_names", Text("Mother’s names", "Noms de la mère"), max_length=120),
                ask.text("father_names", Text("Father’s names", "Noms du père"), max_length=120),
            ),
        ),
        Section(
            "home",
            Text("Home", "Domicile"),
            (
                ask.choice(
                    "nationality",
                    Text("Nationality", "Nationalité"),
                    hint=Text("Nationality or residence: one is enough.", "Nationalité ou résidence : une suffit."),
                    choices=ask.listed("countries"),
                    max_length=2,
                ),
                ask.text(
                    "residence",
                    Text("Residence", "Résidence"),
                    hint=Text("Town or village where the person lives.", "Ville ou village où vit la personne."),
                    max_length=120,
                ),
                ask.text("address", Text("Address", "Adresse"), max_length=200),
            ),
        ),
        Section(
            "document",
            Text("Document", "Pièce"),
            (
                ask.choice(
                    "document_kind",
                    Text("Document", "Pièce d’identité"),
                    hint=Text("None is an answer too.", "Aucune est aussi une réponse."),
                    choices=ask.options(
                        ("none", "None", "Aucune"),
                        ("voter_card", "Voter’s card", "Carte d’électeur"),
                        ("passport", "Passport", "Passeport"),
                        ("digger_card", "Digger’s card", "Carte de creuseur"),
                        ("birth_certificate", "Birth certificate", "Acte de naissance"),
                        ("other", "Other", "Autre"),
                    ),
                ),
                ask.paper_number(
                    "document_number",
                    Text("Number of the document", "Numéro de la pièce"),
                    show_if=HAS_DOCUMENT,
                ),
                ask.flag(
                    "document_seen",
                    Text("I have seen the document", "J’ai vu la pièce"),
                    show_if=HAS_DOCUMENT,
                ),
            ),
        ),
        Section(
            "work",
            Text("Work", "Travail"),
            (
                ask.choices(
                    "roles",
                    Text("Work at the site", "Travail sur le site"),
                    hint=Text("Choose all that apply.", "Choisissez tout ce qui convient."),
                    required=True,
                    choices=ask.options(
                        ("digging", "Digging", "Creusage", "digging"),
                        ("washing", "Washing gravel", "Lavage du gravier", "washing"),
                        ("carrying", "Carrying", "Portage", "carrying"),
                        ("gang_leader", "Gang leader", "Chef d’équipe", "gang_leader"),
                        ("owner", "Licence holder", "Titulaire de l’autorisation", "owner"),
                        ("supporter", "Supporter (pre-finances)", "Soutien (préfinance)", "supporter"),
                    ),
                ),
                ask.reference("site", Text("Site", "Site"), refers_to="site"),
            ),
        ),
        Section(
            "consent",
            Text("Consent", "Accord"),
            (
                ask.choice(
                    "legal_basis",
                    Text("Why the data are kept", "Raison de garder les données"),
                    required=True,
                    choices=ask.options(
                        ("legal_duty", "The law asks for it", "La loi le demande"),
                        ("consent", "The person agreed", "La personne est d’accord"),
                    ),
                    default="legal_duty",
                ),
                ask.flag("consent_photo", Text("Agrees to a photo", "D’accord pour une photo")),
                ask.photo(
                    "photo",
                    Text("Photo of the face", "Photo du visage"),
                    hint=Text("In the light, without a hat.", "À la lumière, sans chapeau."),
                    show_if=when("consent_photo", True),
                    max=120,
                ),
                ask.flag(
                    "consent_programmes",
                    Text("Agrees to be told of programmes", "D’accord pour être informé des programmes"),
                ),
                ask.day(
                    "consent_on",
                    Text("Day of the consent", "Jour de l’accord"),
                    required=True,
                    show_if=AGREED,
                ),
                ask.choice(
                    "consent_language",
                    Text("Language in which it was read out", "Langue dans laquelle cela a été lu"),
                    hint=Text("The one in which the person understood it.", "Celle que la personne a comprise."),
                    choices=ask.listed("languages"),
                    max_length=3,
                    show_if=AGREED,
                ),
                ask.signed(
                    "signed",
                    Text("Signature or mark", "Signature ou marque"),
                    hint=Text(
                        "Read the answers aloud first. Who does not write makes a cross before a witness.",
                        "Lisez d’abord les réponses. Qui n’écrit pas fait une croix devant un témoin.",
                    ),
                    max=30,
                ),
            ),
        ),
    ),
    checks=(
        refuse(
            "adult",
            Op.AGE_AT_LEAST,
            ("birth_year",),
            Text(
                "The register takes adults. Count this person at the inspection, without a name.",
                "Le registre ne prend que les adultes. Comptez cette personne à l’inspection, sans nom.",
            ),
            value=18,
        ),
        warn(
            "very_old",
            Op.AGE_AT_MOST,
            ("birth_year",),
            Text(
                "This person would be more than 90 years old. Look at the year again.",
                "Cette personne aurait plus de 90 ans. Vérifiez l’année.",
            ),
            value=90,
        ),
        refuse(
            "nationality_or_residence",
            Op.ANY_OF,
            ("nationality", "residence"),
            Text("Write the nationality or the residence.", "Écrivez la nationalité ou la résidence."),
        ),
        warn(
            "document_number_missing",
            Op.ANY_OF,
            ("document_number",),
            Text("You have seen the document. Write its number.", "Vous avez vu la pièce. Écrivez son numéro."),
            when=when("document_seen", True),
        ),
        # Not refused: what was agreed to before this was asked stands, and its language is not known.
        warn(
            "consent_language_missing",
            Op.ANY_OF,
            ("consent_language",),
            Text(
                "Write in which language it was read out, or why nobody knows.",
                "Écrivez dans quelle langue cela a été lu, ou pourquoi personne ne le sait.",
            ),
            when=AGREED,
        ),
        mark(
            "consent_in_future",
            Op.NOT_AFTER_TODAY,
            ("consent_on",),
            Text("The day of the consent has not come yet.", "Le jour de l’accord n’est pas encore venu."),
        ),
    ),
)
