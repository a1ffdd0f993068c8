"""What can be done now, and why the rest cannot."""

from desktop_app.models.active_run import ActiveRun
from desktop_app.models.draft import Draft
from desktop_app.pages.library_deleting import LibraryDeleting
from desktop_app.pages.shell import Shell
from desktop_app.runner.controller import RunState
from desktop_app.translation import tr


def why_not(
    draft: Draft, run: ActiveRun, shell: Shell, undoing: Draft | LibraryDeleting, *, writing: bool
) -> dict[str, str]:
    """Why an action cannot be done now, in a few words, by its name; "" where it can.

    Actions that are not named can always be done. undoing: whose changes would be undone. writing:
    a copy or report is being written.
    """
    going = run.state in (RunState.RUNNING, RunState.PAUSED)
    rests = "" if run.idle else tr("a run goes on")
    shown = rests or ("" if run.record is not None else tr("no run is on screen"))
    sampled = shown or ("" if _sampled(run) else tr("the run on screen has no generation yet"))
    written = tr("a file is being written") if writing else ""
    ready = "" if draft.experiment is not None else tr("the settings have to be mended first")
    held = rests if undoing is draft else ""
    startable = "" if going else _stopping(run) or rests or ready
    return {
        "open_file": rests,
        "use_own_data": rests,
        "audit_generations": rests,
        "save_copy": shown or written,
        "export_pdf": sampled or written,
        "export_prov": sampled or written,
        "undo": held or ("" if undoing.undo_words else tr("nothing has been changed")),
        "redo": held or ("" if undoing.redo_words else tr("nothing has been undone")),
        "save_setup": ready,
        "open_setup": rests,
        "copy_setup": ready,
        "paste_setup": rests,
        "run_or_pause": startable,
        "step": startable,
        "cancel": "" if going else _stopping(run) or tr("no run goes on"),
        "resume": shown or ("" if run.resumable else tr("the run on screen is complete")),
        "replay": shown,
        "run_new_seed": rests or ready,
        "present": "" if run.record is not None else tr("no run is on screen"),
        "new_from_preset": rests,
        "go_to_samples": "" if shell.offers(shell.samples) else shown or sampled,
        "go_to_provenance": "" if shell.offers(shell.provenance) else shown or sampled,
        "go_to_write_up": "" if shell.offers(shell.write_up) else sampled,
    }


def _sampled(run: ActiveRun) -> bool:
    return run.record is not None and run.record.done() >= 0


def _stopping(run: ActiveRun) -> str:
    return tr("the run is stopping") if run.state is RunState.STOPPING else ""
