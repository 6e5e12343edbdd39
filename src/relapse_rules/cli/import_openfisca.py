"""`import-openfisca`: tests in OpenFisca's dialect of YAML, taken over as cases."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from relapse_rules.cli.session import FINDINGS, Command, Session

if TYPE_CHECKING:
    from relapse_rules.testing.openfisca.conversion import Remark


@click.command(
    "import-openfisca",
    cls=Command,
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--map",
    "mapping",
    type=click.Path(path_type=Path),
    metavar="MAPPING.yaml",
    required=True,
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="OUT.cases.yaml",
    required=True,
)
@click.pass_obj
def command(session: Session, *, file: Path, mapping: Path, output: Path) -> None:
    from relapse_rules.cli.output import replaced
    from relapse_rules.testing.openfisca.convert import converted
    from relapse_rules.testing.openfisca.mapping import read_mapping
    from relapse_rules.testing.openfisca.tests import read_tests
    from relapse_rules.testing.policies import Policies
    from relapse_rules.testing.written import yaml_text

    if output.exists():
        raise click.UsageError(session.word("import_exists", file=output.name))
    variables = read_mapping(mapping, Policies(session.root))
    found = converted(read_tests(file), variables)
    with replaced(session, output.resolve()) as target:
        target.write(yaml_text({"policy": variables.policy.id, "cases": found.cases}))
    for remark in found.remarks:
        session.note(_told(session, file, remark))
    todo = sum(bool(case.get("todo")) for case in found.cases.values())
    args = {"file": output.name, "cases": len(found.cases), "todo": todo}
    session.note(session.word("import_done", **args))
    if any(remark.lacks for remark in found.remarks):
        raise click.exceptions.Exit(FINDINGS)


def _told(session: Session, file: Path, remark: Remark) -> str:
    why = remark.why
    if isinstance(why, str):
        said = session.word(why)
    else:
        said = why.zh if session.lang == "zh" else why.en
    return session.word(
        "import_line",
        file=file.name,
        line=remark.line,
        test=remark.test,
        what=remark.what,
        why=said,
    )
