"""The headless front end: run, resume, show, export, inspect, list, check."""

import json
import shlex
import signal
import sys
from collections.abc import Callable
from io import TextIOWrapper
from pathlib import Path
from types import FrameType
from typing import Annotated, Any

import typer

from core import edits, library, presets, registry, runfile
from core.analysis.wording import say_duration
from core.cli_progress import ProgressLine
from core.cli_remarks import remark_lines
from core.errors import BadInput
from core.events import FinishReason, RunFinished
from core.experiment import Experiment, parse, parse_source
from core.lines import visible
from core.session import Session
from core.settings import assign, settings_text

DONE, FAILED, BAD_INPUT, INTERRUPTED = 0, 1, 2, 130

app = typer.Typer(
    name="collapse-lab",
    help="See model collapse happen, understand it, flatten it, and show it. "
    "Without a command, opens the window.",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

RunFile = Annotated[Path, typer.Argument(metavar="RUN.clab", help="A saved run.")]
Changes = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="PATH=VALUE", help="Change a setting, as in seed=3."),
]
Output = Annotated[
    Path | None, typer.Option("-o", "--output", help="The run file; the library when left out.")
]


@app.command("run")
def run_command(
    what: Annotated[str, typer.Argument(metavar="PRESET|FILE.json", help="What to run.")],
    changes: Changes = None,
    output: Output = None,
) -> None:
    """Run a preset or a settings file, and print the path of its run file."""
    experiment = _experiment(what, changes or [])
    session = Session.create(experiment, output or library.new_path(experiment))
    if name := presets.preset_of(experiment):
        print(f"{experiment.name}: {_usual_time(name)} on a computer with two cores",
              file=sys.stderr)  # fmt: skip
    raise typer.Exit(_drive(session))


@app.command("audit")
def audit_command(
    path: Annotated[
        Path,
        typer.Argument(metavar="PATH", help="A CSV with a column of generations, or a folder."),
    ],
    reference: Annotated[
        Path, typer.Option(help="The real records that every generation is compared with.")
    ],
    column: Annotated[
        str, typer.Option(help="The column that says the generation; else generation or gen.")
    ] = "",
    changes: Changes = None,
    output: Output = None,
) -> None:
    """Measure generations that exist already, and print the path of the run file."""
    from core.audit import audit

    experiment = audit(path, reference, column, changes or [])
    session = Session.create(experiment, output or library.new_path(experiment))
    raise typer.Exit(_drive(session))


@app.command("resume")
def resume_command(path: RunFile) -> None:
    """Go on with an unfinished run, with the same numbers as if it had never stopped."""
    raise typer.Exit(_drive(Session.resume(path)))


@app.command("show")
def show_command(
    path: RunFile, as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False
) -> None:
    """Say what was found, with intervals."""
    from core.analysis.summary import summary, summary_text

    record = runfile.open_record(path)
    print(
        json.dumps(summary(record), indent=1, ensure_ascii=False)
        if as_json
        else summary_text(record)
    )


@app.command("export")
def export_command(
    path: RunFile,
    pdf: Annotated[Path | None, typer.Option(help="Write the report here.")] = None,
    markdown: Annotated[Path | None, typer.Option(help="Write the report as Markdown.")] = None,
    csv: Annotated[Path | None, typer.Option(help="Write all values as a tidy table.")] = None,
    json_: Annotated[Path | None, typer.Option("--json", help="Write all values as JSON.")] = None,
    prov: Annotated[
        Path | None, typer.Option(help="Write where all records came from, as W3C PROV-JSON.")
    ] = None,
    figures: Annotated[Path | None, typer.Option(help="Write the figures into a folder.")] = None,
    person: Annotated[str, typer.Option(help="The name under the title.")] = "",
    role: Annotated[str, typer.Option(help="The role that you seek, beside the name.")] = "",
    link: Annotated[
        list[str] | None, typer.Option(help="A web or mail address under the name; repeatable.")
    ] = None,
    length: Annotated[str, typer.Option(help="one or four pages, of the PDF.")] = "four",
    paper: Annotated[str, typer.Option(help="a4 or letter.")] = "a4",
    as_computed: Annotated[
        bool, typer.Option("--as-computed", help="Leave out the texts that were edited.")
    ] = False,
) -> None:
    """Write the report and the numbers of a run."""
    from core import report
    from core.provenance import export_prov

    given = (pdf, markdown, csv, json_, prov, figures)
    targets = [target for target in given if target is not None]
    if not targets:
        raise BadInput(
            "export: nothing to write; give at least one of --pdf, --markdown, --csv, "
            "--json, --prov, --figures"
        )
    if len({target.resolve() for target in targets}) < len(targets):
        raise BadInput("export: two of the files have the same name; give each its own")
    record, (_, created, _) = runfile.open_record(path), runfile.headline(path)
    texts = edits.NO_EDITS if as_computed else edits.load(path)
    if pdf is not None:
        report.export_pdf(
            record, pdf, person=person, role=role, links=link or (), paper=paper, length=length,
            created=created, edits=texts,
        )  # fmt: skip
    if markdown is not None:
        report.export_markdown(
            record, markdown, person=person, role=role, links=link or (), created=created,
            edits=texts,
        )  # fmt: skip
    if prov is not None:
        export_prov(record, prov, created)
    for target, write in (
        (csv, report.export_csv),
        (json_, report.export_json),
        (figures, report.export_figures),
    ):
        if target is not None:
            write(record, target)
    for written in targets:
        print(written)
    for line in remark_lines(record, texts) if texts and (pdf or markdown) else ():
        print(f"collapse-lab: note: {visible(line)}", file=sys.stderr)


@app.command("inspect")
def inspect_command(
    path: Annotated[str, typer.Argument(metavar="PATH", help="A file or a folder of pictures.")],
    changes: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="NAME=VALUE", help="How to read it, as in missing=drop."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Write the suggested settings here.")
    ] = None,
) -> None:
    """Say what was understood of a file of your own, and suggest an experiment on it."""
    from core.sources.file import FileSource
    from core.userdata.summary import inspection, inspection_text
    from core.userdata.understand import understand

    given = assign({"kind": "file", "path": path}, changes or [])
    source = parse_source(given)
    assert isinstance(source, FileSource)
    found = understand(source)
    if output is not None:
        _write_settings(output, found.suggestion.experiment)
    print(
        json.dumps(inspection(found), indent=1, ensure_ascii=False)
        if as_json
        else inspection_text(found)
    )


@app.command("list")
def list_command(
    group: Annotated[str, typer.Argument(metavar="|".join(("presets", *registry.GROUPS)))],
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """List the presets, or the plug-ins of a group with their settings."""
    if group == "presets":
        documents = {name: presets.preset(name).document() for name in presets.preset_names()}
        width = max(map(len, documents))
        lines = [
            f"{name:{width}} {_usual_time(name):16} {document['about']}"
            for name, document in documents.items()
        ]
        found: dict[str, Any] = documents
    elif group in registry.GROUPS:
        found = {
            name: plugin.model_json_schema() for name, plugin in registry.plugins(group).items()
        }
        plugins = registry.plugins(group)
        width = max(map(len, plugins))
        lines = [
            f"{name:{width}} {plugin.title}. {plugin.summary}" for name, plugin in plugins.items()
        ]
    else:
        known = ", ".join(("presets", *registry.GROUPS))
        raise BadInput(f"list: there is no '{group}'; choose one of {known}")
    print(
        json.dumps(found, indent=1, ensure_ascii=False)
        if as_json
        else "\n".join(lines or ["none yet"])
    )


@app.command("check")
def check_command(
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Hold the closed forms against simulation, with a z-score a row."""
    from core.cli_check import checked_rows, print_table

    try:
        rows = checked_rows()
    except KeyboardInterrupt:
        print("collapse-lab: interrupted", file=sys.stderr)
        raise typer.Exit(INTERRUPTED) from None
    if as_json:
        print(json.dumps([row.document() for row in rows], indent=1, ensure_ascii=False))
    else:
        print_table(rows)
    raise typer.Exit(DONE if all(row.passed for row in rows) else FAILED)


def main() -> None:
    """Run the command line; errors are one sentence on stderr and exit code 2."""
    for stream in (sys.stdout, sys.stderr):  # a terminal may lack an arm's letters
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        app()
    except BadInput as error:
        print(f"collapse-lab: {visible(str(error))}", file=sys.stderr)
        sys.exit(BAD_INPUT)


def _experiment(what: str, changes: "list[str]") -> Experiment:
    """The experiment of a preset or a settings file, with changes."""
    text = settings_text(Path(what)) if what.endswith(".json") else presets.preset_text(what)
    try:
        document = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise BadInput(f"settings: '{what}' is not JSON ({error})") from None
    return parse(assign(document, changes))


def _usual_time(name: str) -> str:
    """About how long a preset took where it was measured."""
    return f"about {say_duration(presets.measured_seconds(name))}"


def _write_settings(path: Path, experiment: Experiment) -> None:
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(experiment.to_json() + "\n")
    except OSError as error:
        raise BadInput(f"settings: '{path}' cannot be written: {error.strerror}") from None


def _drive(session: Session) -> int:
    """Run a session to its end under a progress line; the first Ctrl-C ends it in good order."""
    line = ProgressLine(session.experiment)
    ending = RunFinished(FinishReason.FAILED)
    with line, _on_interrupt(session.control.cancel):
        for event in session.events():
            line.show(event)
            if isinstance(event, RunFinished):
                ending = event
    print(session.path)
    if ending.reason is FinishReason.FAILED:
        said = visible(ending.message)
        print(f"collapse-lab: {said}; what was finished is kept", file=sys.stderr)
        return FAILED
    if ending.reason is FinishReason.CANCELLED:
        told = f"interrupted; go on with: collapse-lab resume {shlex.quote(str(session.path))}"
        print(f"collapse-lab: {told}", file=sys.stderr)
        return INTERRUPTED
    return DONE


class _on_interrupt:  # noqa: N801 - reads as a phrase
    """Call something on the first Ctrl-C; a second one interrupts at once."""

    def __init__(self, action: Callable[[], None]) -> None:
        self._action = action

    def __enter__(self) -> None:
        self._before = signal.signal(signal.SIGINT, self._handle)

    def __exit__(self, *_: object) -> None:
        signal.signal(signal.SIGINT, self._before)

    def _handle(self, _number: int, _frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, self._before)
        self._action()
