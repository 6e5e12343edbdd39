"""A policy about school grants compiles and decides like any other.

python -m examples.new_domain.grant
"""

from __future__ import annotations

from pathlib import Path

from relapse_rules import load

POLICY = Path(__file__).with_name("school-grant.policy.yaml")
STUDENTS = (
    {"student_id": "S1", "is_orphan": True, "stage": "primary", "boards": True},
    {"student_id": "S2", "is_orphan": False, "stage": "junior", "boards": False}
    | {"family_income": "23999.99", "family_size": 3},
    {"student_id": "S3", "is_orphan": False, "stage": "senior"}
    | {"family_income": 24000, "family_size": 3},
    {"student_id": "S4", "family_income": 12000, "family_size": 3, "stage": "senior"},
)


def main() -> None:
    rules = load(POLICY).on("2025-03-01")
    for student in STUDENTS:
        decision = rules.evaluate(student)
        kind, tier = decision.type.value, decision.tier.value
        grant = decision.values["yearly_grant"]
        print(student["student_id"], kind, tier, grant, decision.needs, sep="\t")


if __name__ == "__main__":
    main()
