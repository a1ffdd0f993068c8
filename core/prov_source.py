"""Where a run's real records come from, as attributes of W3C PROV."""

import json
from datetime import datetime
from hashlib import sha256
from typing import Any

import resources
from core.environment import environment
from core.errors import BadInput
from core.prov_json import Typed, Value
from core.record import RunRecord
from core.sources.file import FileSource
from core.userdata.loading import file_name

NO_LICENCE = "not stated: it belongs to whoever made the run"


def real_data(record: RunRecord) -> dict[str, Value]:
    """Where the real records come from: source, licence, and the hash of what they were read from.

    Files that come with the app are hashed as they are now, if the run was made with this version.
    """
    from core.report.sections.references import CREDITS

    source = record.experiment.source
    found: dict[str, Value] = {
        "prov:label": source.title, "clab:source": source.kind,
        "clab:settings": json.dumps(_settings_of(source), sort_keys=True, ensure_ascii=False),
    }  # fmt: skip
    if isinstance(source, FileSource):
        facts = source.understood
        return found | {
            "dct:title": file_name(source.path), "dct:license": NO_LICENCE,
            "clab:sha256": facts.sha256, "clab:contentSha256": facts.content or None,
            "clab:bytes": facts.size, "clab:records": facts.records,
        }  # fmt: skip
    credit = CREDITS.get(source.kind)
    if credit is None:
        return found | {"dct:description": source.summary, "clab:lawKnown": True}
    found |= {
        "dct:bibliographicCitation": credit.text, "dct:license": source.licence,
        "dct:source": Typed(credit.link, "xsd:anyURI") if credit.link else None,
    }  # fmt: skip
    if record.environment.get("collapse-lab") == environment()["collapse-lab"]:
        hashes = (sha256(resources.read_bytes(f"data/{file}")).hexdigest() for file in source.files)
        found["clab:sha256"] = list(hashes)
        found["dct:title"] = list(source.files)
    return found


def moment(created: str) -> str | None:
    """The date and time as XML Schema has them; None where there are none.

    Raises BadInput for what is neither.
    """
    if not created:
        return None
    try:
        return datetime.fromisoformat(created).isoformat()
    except ValueError:
        raise BadInput(f"created: '{created[:60]}' given; write 2024-07-24T09:30:00") from None


def _settings_of(source: Any) -> dict[str, Any]:
    """A source's own settings, without a path and without what was understood of a file."""
    left_out = {"kind", "path", "facts"}
    return {
        key: value for key, value in source.model_dump(mode="json").items() if key not in left_out
    }
