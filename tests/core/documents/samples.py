"""Invented contents: one ordinary stay in Roubaix, and what its owner may save."""

from datetime import date, datetime, time
from decimal import Decimal

from stirrup.documents.contents.agreement import AgreementContent
from stirrup.documents.contents.agreement_parts import (
    AlgorithmMention,
    Borrower,
    Charge,
    Contact,
    Dwelling,
    Lender,
    Meter,
    StayDates,
    SupportingAssociation,
)
from stirrup.documents.contents.document import Signature
from stirrup.documents.contents.owner_summary import OwnerSummaryContent
from stirrup.documents.contents.summary_parts import (
    AidRow,
    Amount,
    Answer,
    BenefitRow,
    Condition,
    Formula,
    Occupation,
    Step,
    TaxDue,
    Total,
    YearRun,
)

DWELLING = Dwelling(
    address="27 rue des Tisserands, 59100 Roubaix",
    kind="Appartement",
    main_rooms=3,
    surface_m2=Decimal("58.00"),
    max_people=3,
    tax_number="595 120 000 000",
    building="bâtiment unique",
    floor=2,
    door="porte gauche",
    lot="6",
    ceiling_height_m=Decimal("2.55"),
    annexes="Cave n° 6, garage à vélos commun",
    equipment="Cuisine avec évier, plaques et hotte ; salle d'eau ; meubles de l'association",
    furnished=True,
    heating="Chaudière individuelle au gaz, entretenue le 3 février 2026",
    hot_water="Même chaudière",
    broadband="Fibre dans l'immeuble",
    energy_class="D",
    energy_diagnosed_on=date(2026, 1, 9),
    energy_number="2659E0000000A",
    decency_checked_on=date(2026, 2, 12),
    accessibility="Deux étages sans ascenseur, onze marches par volée, salle d'eau non adaptée",
    known_defects="Volet de la petite chambre bloqué en position ouverte",
    house_rules="Calme après 22 heures ; petits animaux acceptés",
)

ASSOCIATION = SupportingAssociation(
    name="Toits et Passerelles",
    registration="W595000000",
    address="5 place de la Fosse-aux-Chênes, 59100 Roubaix",
    signatory="Paul Lemaire",
    capacity="directeur",
    referent="Julie Delattre",
    deputy="Hugo Caron",
    duty_phone="03 53 01 42 18",
    duty_hours="de 8 heures à 22 heures",
)

AGREEMENT = AgreementContent(
    reference="ST-2026-000412",
    version=1,
    issued_on=date(2026, 2, 24),
    lenders=(
        Lender(
            kind="individual",
            name="Claire Vanhoutte",
            address="14 rue du Vieux-Moulin, 59700 Marcq-en-Barœul",
            born_on=date(1968, 5, 1),
        ),
    ),
    title="pleine propriété, acte notarié du 8 avril 2011",
    title_seen_on=date(2026, 2, 12),
    borrowers=(
        Borrower("Samira Haddad", date(1991, 4, 14)),
        Borrower("Elias Haddad", date(1988, 11, 3)),
    ),
    children_count=1,
    association=ASSOCIATION,
    dwelling=DWELLING,
    dates=StayDates(
        first_day=date(2026, 3, 2),
        last_day=date(2026, 9, 1),
        first_hour=time(10),
        plan_due_on=date(2026, 3, 17),
        review_on=date(2026, 6, 3),
        landlord_informed_on=date(2026, 7, 3),
        notice_on=date(2026, 8, 2),
        declare_before=date(2027, 7, 1),
    ),
    charges=(
        Charge("owner_insurance", "landlord"),
        Charge("electricity", "residents"),
        Charge("gas", "residents"),
        Charge("water", "residents", "metered"),
        Charge("internet", "residents"),
        Charge("resident_insurance", "association"),
        Charge("boiler_service", "landlord"),
        Charge("co_ownership", "landlord"),
        Charge("property_tax", "landlord"),
        Charge("waste_tax", "landlord"),
    ),
    algorithm=AlgorithmMention(
        run_on=date(2026, 2, 10),
        decided_by="Claire Morel",
        decided_on=date(2026, 2, 10),
        rules_address="stirrup.example/regles",
        contact="regles@stirrup.example",
    ),
    operator="Stirrup Métropole",
    data_contact="donnees@stirrup.example",
    signatures=(
        Signature("Claire Vanhoutte", "landlord"),
        Signature("Paul Lemaire", "association", "Directeur"),
        Signature("Samira Haddad", "residents"),
        Signature("Elias Haddad", "residents"),
    ),
    owner_insurance="Assurances du Nord, contrat n° 7 104 552",
    resident_insurance="Mutuelle des Toits, contrat n° 59-1187, jusqu'au 31 décembre 2026",
    waiver_of_recourse=True,
    meters=(
        Meter("electricity", "PDL 00 000 000 000 412", "18 204 kWh"),
        Meter("gas", "PCE 00 000 000 000 413", "6 371 m³"),
        Meter("water", "Compteur n° 0000414"),
    ),
    meters_read_on=date(2026, 2, 12),
    keys_count=3,
    badges_count=1,
    guarantee_fund="le fonds de garantie de l'association",
    guarantee_cap_euros=Decimal("3500"),
    contacts=(
        Contact("Association, ligne d'astreinte", "03 53 01 42 18"),
        Contact("Julie Delattre, référente", "03 53 01 42 20"),
        Contact("Urgence gaz", "0 800 47 33 33"),
    ),
    explained_in="en arabe",
    interpreter="Rim Saadi, interprète",
    easy_version_given=True,
    annexes=("A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L"),
)

SIGNED = (
    Signature(
        "Claire Vanhoutte",
        "landlord",
        signed_at=datetime(2026, 2, 26, 10, 12),  # noqa: DTZ001 local time, as printed
        method="par code reçu au téléphone",
        identity="Identité vérifiée le 12 février 2026",
        level="Signature simple",
        evidence="P-000412-1",
    ),
)


def euros(low: str, high: str | None = None) -> Amount:
    return Amount(Decimal(low), Decimal(high or low))


NOTHING = euros("0")

OWNER_SUMMARY = OwnerSummaryContent(
    reference="ST-2026-000412-F1",
    version=1,
    issued_on=date(2026, 11, 21),
    as_of=date(2026, 11, 21),
    year=2026,
    covers="year",
    owner="Mme Claire Vanhoutte",
    dwelling="Appartement du 27 rue des Tisserands, 59100 Roubaix",
    tax_number="595 120 000 000",
    occupations=(Occupation(date(2026, 3, 2), date(2026, 9, 1), 184),),
    longest_runs=(YearRun(2026, 184),),
    answer=Answer(
        years=(2027,),
        amount=euros("510", "1020"),
        reason=(
            "La taxe 2026 s'apprécie au 1er janvier 2026 : le logement était alors vide depuis"
            " plus d'un an. Les six mois prêtés ensuite comptent pour la taxe 2027."
        ),
        doubt=(
            "À confirmer : plus de 90 jours d'occupation de suite écartent la taxe actuelle. Nous"
            " supposons que la nouvelle taxe garde cette règle, sans texte qui le dise à ce jour."
        ),
    ),
    still_due=(TaxDue(2026, euros("1112")),),
    avoided=Total(
        euros("510", "1020"), "to_confirm", "Taxe 2027 sur la vacance, frais non compris."
    ),
    conditional=Total(
        euros("510"),
        "to_confirm",
        "Taxe 2028 réduite, si le logement reste vide et redevient imposable.",
    ),
    lost=Total(NOTHING, "declared", "Aucun dégrèvement de taxe foncière n'était en cours."),
    steps=(
        Step(
            "Avant le 1er juillet 2027",
            "Déclarez l'occupation du 2 mars au 1er septembre 2026 dans « Gérer mes biens"
            " immobiliers » sur impots.gouv.fr. Une déclaration absente ou fausse peut coûter"
            " 150 € par logement.",
        ),
        Step(
            "À l'avis de taxe 2027",
            "Si la taxe vous est demandée, présentez une réclamation avec la convention et le"
            " certificat d'occupation.",
        ),
        Step(
            "Dès maintenant",
            "Gardez la convention, les deux états des lieux et les factures d'eau ou d'énergie :"
            " la preuve se fait par tous moyens.",
        ),
    ),
    direct_rows=(
        BenefitRow(
            2026,
            "TLV à 34 % (2e année taxée) et 9 % de frais",
            "CGI art. 232",
            euros("1112"),
            euros("1112"),
            NOTHING,
            "estimated",
        ),
        BenefitRow(
            2027,
            "TVLH de 17 % à 34 %, frais inconnus",
            "CGI art. 1406 bis",
            euros("510", "1020"),
            NOTHING,
            euros("510", "1020"),
            "to_confirm",
        ),
    ),
    conditional_rows=(
        BenefitRow(
            2028,
            "TVLH à 17 % et non 34 %, si vide tout 2027",
            "CGI art. 1406 bis",
            euros("1020"),
            euros("510"),
            euros("510"),
            "to_confirm",
        ),
    ),
    lost_rows=(
        BenefitRow(
            2026,
            "Dégrèvement de taxe foncière, vacance volontaire",
            "CGI art. 1389",
            NOTHING,
            NOTHING,
            NOTHING,
            "declared",
        ),
        BenefitRow(
            2026,
            "Impôt sur le revenu : ni revenu, ni réduction",
            "CGI art. 15 II",
            NOTHING,
            NOTHING,
            NOTHING,
            "confirmed",
        ),
    ),
    kept_costs=("la taxe foncière", "les charges de copropriété", "l'entretien de la chaudière"),
    aids=(
        AidRow(
            "Prime de sortie de vacance de l'Anah",
            euros("5000"),
            "Commune de densité 5 ou plus (à vérifier). Logement mis en location, ce que n'est pas"
            " un prêt gratuit (non remplie).",
            open=False,
        ),
        AidRow(
            "Conseil gratuit sur les travaux (Amelio)",
            None,
            "Logement situé dans la métropole de Lille (remplie).",
            open=True,
        ),
    ),
    formulas=(
        Formula(
            "Commune",
            "Roubaix, zone tendue : taxe due sans vote de la commune. Votes : aucun taux voté ne"
            " nous est connu.",
        ),
        Formula(
            "Valeur locative",
            "2 × 1 500 € (base de votre avis de taxe foncière 2026) = 3 000 €. Le coefficient de"
            " 2027 n'est pas publié : nous gardons 3 000 €.",
        ),
        Formula(
            "Taxe 2026",
            "3 000 € × 34 % = 1 020 €. Frais : 1 020 € × 9 % = 92 €. Total : 1 112 €.",
        ),
        Formula(
            "Taxe 2027",
            "3 000 € × 17 % = 510 € si le compte des années taxées repart de zéro ; 3 000 € × 34 %"
            " = 1 020 € s'il continue. Roubaix peut voter plus, jusqu'à 30 % et 60 % : son vote ne"
            " nous est pas connu.",
        ),
    ),
    conditions=(
        Condition("À vous depuis plus d'un an au 1er janvier 2027", True, "Titre du 8 avril 2011"),
        Condition(
            "Plus de 90 jours d'occupation de suite en 2026", True, "Certificat C-2026-000412"
        ),
        Condition("Règle des 90 jours gardée par la TVLH", None, "Aucun texte à ce jour"),
    ),
    open_points=(
        "Les frais de gestion de la nouvelle taxe ne sont pas connus : ils ne sont pas comptés.",
    ),
    sources=(
        "CGI art. 232 et 1406 bis",
        "loi n° 2026-103 du 19 février 2026, art. 108",
        "décret n° 2013-392",
    ),
    rules_version="2026.11",
)
