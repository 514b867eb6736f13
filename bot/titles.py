"""From a job title to a suggested level."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum


class ContactLevel(StrEnum):
    """How senior a contact is at the client."""

    EXECUTIVE = "executive"
    MANAGER = "manager"
    INDIVIDUAL = "individual"


class Role(StrEnum):
    """What part a contact plays for us."""

    MAIN_CONTACT = "main-contact"
    DECISION_MAKER = "decision-maker"
    ECONOMIC_BUYER = "economic-buyer"
    EXECUTIVE_SPONSOR = "executive-sponsor"
    CHAMPION = "champion"
    INDIRECT = "indirect"
    BLOCKER = "blocker"


def suggest_level(title: str) -> ContactLevel:
    """The level that a title suggests. Replaced by a person's own choice wherever one was made."""
    folded = _WHOSE.sub(" ", _fold(title))
    return next((level for level, pattern in _SIGNS if pattern.search(folded)), ContactLevel.INDIVIDUAL)


def _fold(text: str) -> str:
    """Lower case without accents, dots of abbreviations and fancy punctuation: "C.E.O." and "ceo" are one."""
    folded = unicodedata.normalize("NFKD", text.replace("\u2019", "'")).casefold()
    bare = "".join(c for c in folded if not unicodedata.combining(c))
    return re.sub(r"\b(\w)\.(?=\w\b)|(?<=\b\w)\.(?!\w)", r"\1", bare).replace("-", " ")


def _any(*words: str) -> str:
    return "|".join(_fold(word).replace(" ", r"\s+") for word in words)


#: "the CEO's", "to the CEO", "Office of the President": the title of somebody else.
_WHOSE = re.compile(r"\b[\w ]*'s\b(?=\s+\w)|\b(?:to|office of)\s+(?:the\s+|our\s+)?\S.*$")

_DEPUTIES = r"\b(?:assistant|associate|asst\.?)\s+(?:vice\s+president|vp|director|manager|general\s+manager)\b|\bavp\b"

_HELPERS = _any(
    "assistant", "assistante", "assistent", "assistentin", "assistenz", "asistente", "assistente", "pa", "ea",
    "secretary", "secretaire", "sekretar", "sekretarin", "secretaria", "segretaria", "secretaresse", "intern",
    "trainee", "praktikant", "praktikantin", "stagiaire",
)  # fmt: skip

#: They manage or execute something, and nobody.
_ALONE = _any(
    "account executive", "sales executive", "marketing executive", "service executive", "support executive",
    "recruitment executive", "business development executive", "account manager", "partner manager",
    "channel manager", "partner success manager", "community manager", "case manager", "office manager",
    "social media manager", "headhunter", "lead gen", "lead generation",
)  # fmt: skip

_CHIEFS = _any(
    "ceo", "cfo", "coo", "cto", "cio", "cmo", "cpo", "cro", "cso", "cdo", "cco", "clo", "cxo", "chro", "ciso", "caio",
    "pdg", "dg", "vd", "gf", "md", "vp", "svp", "evp", "rvp", "gvp",
)  # fmt: skip

_TOP = _any(
    "vice president", "president", "presidente", "presidenta", "prezes", "chief executive", "executive director",
    "managing director", "managing principal", "general counsel", "non executive director", "board member",
    "board director", "director general", "directora general", "directeur general", "directrice generale",
    "direttore generale", "direttrice generale", "diretor geral", "diretora geral", "diretor executivo",
    "gerente general", "algemeen directeur", "dyrektor generalny", "verkstallande direktor",
    "administrerende direktor", "administrerende direktør", "adm direktør", "daglig leder", "toimitusjohtaja",
    "genel mudur", "consejero delegado", "consejera delegada", "amministratore delegato", "amministratrice delegata",
    "administrateur", "bestuurder", "chairman", "chairwoman", "chairperson", "chair",
    "founder", "co founder", "cofounder", "proprietor", "fondateur", "fondatrice", "fundador", "fundadora",
    "fondatore", "fondatrice", "grunder", "grunderin", "oprichter", "grundare", "proprietaire", "propietario",
    "propietaria", "dueno", "duena", "dono", "dona", "titolare", "inhaber", "inhaberin", "eigentumer", "eigentumerin",
    "eigenaar", "eigenaresse", "wlasciciel", "właściciel", "agare", "ägare", "delagare", "ejer", "eier", "omistaja",
    "gesellschafter", "gesellschafterin", "associe", "associee", "socio", "socia", "vennoot", "gerant", "gerante",
    "geschaftsfuhrer", "geschaftsfuhrerin", "geschaftsfuhrung", "geschaftsfuhrender", "geschaftsfuhrende",
    "geschaeftsfuehrer", "geschaeftsfuehrerin", "geschaeftsfuehrung", "geschaftsleitung", "geschaftsleiter",
    "vorstand", "vorstandin", "vorstandsmitglied", "vorstandsvorsitzender", "vorstandsvorsitzende",
    "генеральный директор", "президент", "владелец", "основатель",
)  # fmt: skip

_NO_BORDERS = _any("社長", "会長", "代表取締役", "取締役", "总经理", "总裁", "董事", "首席", "대표")

_EXECUTIVES = rf"""\b(?:{_CHIEFS}|{_TOP})\b|\bchief\b.*\bofficer\b|^\s*(?:vice\s+)?principal\s*$
|(?<!product\s)(?<!process\s)(?<!system\s)(?<!service\s)(?<!data\s)(?<!risk\s)\bowner\b
|(?<!business\s)(?<!channel\s)(?<!delivery\s)(?<!talent\s)(?<!people\s)\bpartner(?:in)?\b
 (?=\s*(?:$|[,;/&|()+]|and\b|at\b|of\b|in\b|for\b|bei\b))
|{_NO_BORDERS}"""

_HEADS = _any(
    "manager", "managerin", "mgr", "director", "dir", "head", "lead", "leader", "chief", "principal", "supervisor",
    "superintendent", "controller", "treasurer", "dean", "leitung", "prokurist", "prokuristin", "direktor",
    "direktorin", "direktør", "directeur", "directrice", "responsable", "chef", "chefin", "cheffe", "directora",
    "gerente", "jefe", "jefa", "encargado", "encargada", "direttore", "direttrice", "responsabile", "diretor",
    "diretora", "hoofd", "leidinggevende", "kierownik", "dyrektor", "johtaja", "paallikko", "leder", "mudur",
    "директор", "руководитель", "начальник",
)  # fmt: skip

_MANAGERS = rf"""\b(?:{_HEADS})\b(?!\s+(?:engineer|developer|consultant|scientist|architect)\b)
|leiter(?:in)?\b|\blead\b|(?:部長|課長|经理|主管)"""

_SIGNS = tuple(
    (level, re.compile(pattern, re.VERBOSE))
    for level, pattern in (
        (ContactLevel.MANAGER, _DEPUTIES),
        (ContactLevel.INDIVIDUAL, rf"\b(?:{_HELPERS}|{_ALONE})\b"),
        (ContactLevel.EXECUTIVE, _EXECUTIVES),
        (ContactLevel.MANAGER, _MANAGERS),
    )
)
