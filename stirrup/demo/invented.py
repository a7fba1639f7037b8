"""Words that invented people, streets and bodies are made of; nobody real stands behind them."""

FIRST_NAMES = (
    "Jeanne", "Claire", "Amina", "Lucas", "Sofia", "Paul", "Nadia", "Hugo", "Inès", "Marc",
    "Fatou", "Élise", "Karim", "Louise", "Omar", "Camille", "Rosa", "Yann", "Mireille", "Tomas",
    "Aïcha", "Victor", "Zoé", "Ahmed", "Manon", "Boris", "Lina", "Gaspard", "Salma", "Étienne",
)  # fmt: skip
LAST_NAMES = (
    "Delattre", "Morel", "Vasseur", "Haddad", "Lemaire", "Carpentier", "Diallo", "Wattelet",
    "Petitjean", "Benali", "Desmet", "Kowalski", "Verhaeghe", "Traoré", "Lefort", "Masson",
    "Dumortier", "Salhi", "Rousseau", "Ndiaye", "Hennebelle", "Costa", "Bailleux", "Ferreira",
)  # fmt: skip
STREETS = (
    "rue des Tisserands", "rue du Vieux Moulin", "rue de la Filature", "allée des Peigneurs",
    "rue du Canal Neuf", "place du Métier", "rue des Deux Ponts", "avenue des Marronniers",
    "rue de la Fontaine Claire", "impasse du Lavoir", "rue des Trois Cours", "quai des Péniches",
    "rue du Pré Catin", "boulevard des Filatures", "rue de la Brique Rouge", "rue du Cardage",
)  # fmt: skip
ASSOCIATIONS = (
    "Le Relais du Canal", "Un Toit Devant Soi", "La Maison d’à Côté", "Passerelle Nord",
    "Les Clés du Beffroi", "Repartir Ensemble",
)  # fmt: skip
PROPERTY_COMPANIES = ("SCI des Trois Cours", "SCI La Brique Rouge")
SOCIAL_LANDLORD = "Habitat du Beffroi"
AUTHORITY = "Métropole de démonstration"
