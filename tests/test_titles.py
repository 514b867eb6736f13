"""From a job title to a suggested level."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.titles import ContactLevel, suggest_level

unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

EXECUTIVES = """
VP Operations | Vice President | vice-president, sales | EVP Sales | Executive Vice President | CEO | C.E.O. | CEO/CTO
Deputy CEO | Chief Executive Officer | Chief People Officer | Chief Human Resources Officer | Founder & CEO | Co-founder
Owner | Business Owner | Director, Owner | Partner | Senior Partner | Partner, Tax | Tax Partner | Managing Partner
Partner at Foo | Managing Director | MD | Executive Director | Chairman of the Board | General Counsel
President and Treasurer | Geschäftsführer | Geschäftsführerin | Geschaeftsfuehrer | GESCHÄFTSFÜHRER
Geschäftsführender Gesellschafter | Inhaber | Vorstand | Président | Directeur général | Presidente | Dueño
Consejero Delegado | Amministratore delegato | Prezes zarządu | Właściciel | Verkställande direktör
administrerende direktør | toimitusjohtaja | 社長 | 总经理 | 대표이사 | Генеральный директор
"""

MANAGERS = """
Head of IT | Director of Operations | Director | Regional Director | Manager | General Manager | Product Manager
Team Lead | Lead Engineer | Engineering Lead | Chief of Staff | Financial Controller | Head of Partner Relations
Assistant Vice President | Associate Vice President | AVP | Assistant Director | Leiter Einkauf | Einkaufsleiter
Abteilungsleiterin | Directeur commercial | Responsable achats | Gerente | 部長
"""

INDIVIDUALS = """
Assistant to the CEO | Executive Assistant | Executive Assistant to VP | Personal Assistant | CEO's PA
CEO\u2019s assistant | Intern
Vice Principal's PA | PA to the Managing Director | Secretary to the Board | Assistentin der Geschäftsführung
Sekretärin der Geschäftsleitung | Assistante de direction | Advisor to the President | Owner's representative
Office of the CEO, analyst | Partner Manager | Account Manager | Account Executive | Sales Executive | Product Owner
HR Business Partner | Partnership Coordinator | Principal Engineer | Management Consultant | Lead Generation Specialist
Headhunter | Assistant Professor | Engineer | Buyer | 🙂
"""


def _titles(block: str) -> list[str]:
    return [title.strip() for line in block.strip().splitlines() for title in line.split("|")]


@pytest.mark.parametrize("title", _titles(EXECUTIVES))
def test_those_who_run_the_company_are_executives(title: str) -> None:
    assert suggest_level(title) is ContactLevel.EXECUTIVE


@pytest.mark.parametrize("title", _titles(MANAGERS))
def test_those_who_run_a_part_of_it_are_managers(title: str) -> None:
    assert suggest_level(title) is ContactLevel.MANAGER


@pytest.mark.parametrize("title", _titles(INDIVIDUALS))
def test_those_who_work_beside_the_mighty_are_not_mighty(title: str) -> None:
    assert suggest_level(title) is ContactLevel.INDIVIDUAL


def test_no_title_suggests_an_individual() -> None:
    assert suggest_level("") is ContactLevel.INDIVIDUAL


@unhurried
@given(st.text(max_size=200))
def test_any_title_has_a_level(title: str) -> None:
    assert suggest_level(title) in ContactLevel


@unhurried
@given(st.sampled_from(_titles(EXECUTIVES + MANAGERS + INDIVIDUALS)))
def test_case_and_spaces_around_a_title_change_nothing(title: str) -> None:
    assert suggest_level(f"  {title.upper()} ") is suggest_level(title)
