"""Choices about the papers of a stay: what each one is, how far it is, who signs it and how."""

from stirrup.wording import N_, Labelled


class DocumentKind(Labelled):
    """What a paper is; one stay may have several of a kind, told apart by their slot."""

    AGREEMENT = "agreement", N_("Agreement")
    HOUSING_AGREEMENT = "housing_agreement", N_("Agreement between the association and residents")
    AMENDMENT = "amendment", N_("Amendment: the stay is prolonged")
    END_NOTICE = "end_notice", N_("Notice of the end of the stay")
    END_CERTIFICATE = "end_certificate", N_("Certificate of the end of the stay")
    RESIDENT_ATTESTATION = "resident_attestation", N_("Attestation of residence, free of charge")
    OCCUPATION_CERTIFICATE = "occupation_certificate", N_("Owner's certificate of occupation")
    OWNER_SUMMARY = "owner_summary", N_("Owner's tax summary")
    ENTRY_INVENTORY = "entry_inventory", N_("Inventory at the entry")
    EXIT_INVENTORY = "exit_inventory", N_("Inventory at the exit")
    KEY_RECEIPT = "key_receipt", N_("Receipt of the keys")
    CONTACTS_SHEET = "contacts_sheet", N_("Useful contacts")
    DATA_NOTICE = "data_notice", N_("Notice on personal data")
    PERSONAL_PLAN = "personal_plan", N_("Personal support plan")
    EASY_SUMMARY = "easy_summary", N_("Easy-to-read summary")


class DocumentState(Labelled):
    """Where a paper stands (LD-02)."""

    PENDING = "pending", N_("Being produced")
    GENERATED = "generated", N_("Ready")
    SENT = "sent", N_("Waiting for signatures")
    SIGNED = "signed", N_("Signed by all")
    SEALED = "sealed", N_("Signed and sealed")
    SUPERSEDED = "superseded", N_("Replaced by a newer version")
    FAILED = "failed", N_("Could not be produced")


class SigningParty(Labelled):
    """For whom somebody signs."""

    LANDLORD = "landlord", N_("The landlord")
    ASSOCIATION = "association", N_("The association")
    RESIDENTS = "residents", N_("The residents")
    ASSISTANT = "assistant", N_("The person who assists a resident")


class SigningMethod(Labelled):
    """How somebody signs; a drawn picture of a signature is none of them (ES-01)."""

    CODE = "code", N_("By a code received by e-mail")
    ASSISTED = "assisted", N_("With a case worker as witness")
    WET = "wet", N_("By hand, on paper")


class SignatureState(Labelled):
    """Where one signature stands."""

    AWAITED = "awaited", N_("Awaited")
    SIGNED = "signed", N_("Signed")
    REFUSED = "refused", N_("Refused")
    VOID = "void", N_("Void: the document was replaced")


class IdentityCheck(Labelled):
    """What the association saw to know who signs; never a copy (security P20)."""

    IDENTITY_CARD = "identity_card", N_("An identity card")
    PASSPORT = "passport", N_("A passport")
    RESIDENCE_PERMIT = "residence_permit", N_("A residence permit")
    KNOWN_IN_PERSON = "known_in_person", N_("The association knows the person")
    ACCOUNT = "account", N_("A personal account, verified by the team")
