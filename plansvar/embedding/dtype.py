"""Which number type a model is faster in on this processor: measured once, then remembered.

bfloat16 is more than twice as fast where the processor multiplies it natively (AMX, AVX512-BF16)
and three times slower where it doesn't; what the processor says of itself is no sure guide, least
of all in a virtual machine.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import time
from pathlib import Path
from typing import TYPE_CHECKING

from plansvar.embedding.st_embedder import Dtype, load_model

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

RECORD = "dtype.json"

# About 500 tokens: enough to tell factors of two apart, and over in a second or two.
_TEXTS = [
    f"Tiltak {number}: Kommunen skal i samarbeid med fylkeskommunen og næringslivet legge til "
    "rette for grønn omstilling, nye arbeidsplasser og en attraktiv region for innbyggere og "
    "bedrifter innen 2030."
    for number in range(10)
]


def remembered_dtype(record: Path, identity: str) -> Dtype | None:
    """The type measured before for this model on this processor, or None.

    Args:
        record: the JSON file of all measurements, which machines that share a cache share too.
        identity: name and revision of the model.
    """
    found = _read(record).get(_machine(identity), {})
    match found.get("dtype") if isinstance(found, dict) else None:
        case "float32":
            return "float32"
        case "bfloat16":
            return "bfloat16"
        case _:
            return None


def measure_dtype(folder: Path, record: Path, identity: str) -> Dtype:
    """Time both types with the model in ``folder`` and remember the faster in ``record``.

    Takes one load of the model and one to two seconds.

    Raises:
        ModelError: ``model.damaged`` when the folder can't be loaded.
    """
    import torch  # noqa: PLC0415  costs seconds

    model = load_model(folder, "float32")
    float32 = _seconds(model)
    bfloat16 = _seconds(model.to(torch.bfloat16))
    dtype: Dtype = "bfloat16" if bfloat16 < float32 else "float32"
    seconds = {"float32": round(float32, 3), "bfloat16": round(bfloat16, 3)}
    _write(record, _machine(identity), {"dtype": dtype, "seconds": seconds})
    return dtype


def _seconds(model: SentenceTransformer) -> float:
    """Seconds for the texts, the better of two runs, since others may use the processor too."""
    model.encode(_TEXTS[:1], show_progress_bar=False)
    times = []
    for _ in range(2):
        start = time.perf_counter()
        model.encode(_TEXTS, show_progress_bar=False)
        times.append(time.perf_counter() - start)
    return min(times)


def _machine(identity: str) -> str:
    """Key of a measurement: model, processor with its abilities, threads and torch."""
    import torch  # noqa: PLC0415  costs seconds

    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    wanted = ("model name", "flags", "Features", "CPU part")
    about = sorted({line for line in lines if line.startswith(wanted)})
    about += [platform.machine(), platform.processor()]
    processor = hashlib.sha256("\n".join(about).encode()).hexdigest()[:12]
    threads = torch.get_num_threads()
    return f"{identity} cpu={processor} threads={threads} torch={torch.__version__}"


def _read(record: Path) -> dict[str, object]:
    try:
        content = json.loads(record.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def _write(record: Path, key: str, measured: dict[str, object]) -> None:
    """Add a measurement; where the cache is read-only, the next process measures again."""
    content = json.dumps(_read(record) | {key: measured}, indent=1, sort_keys=True) + "\n"
    try:
        record.parent.mkdir(parents=True, exist_ok=True)
        new = record.with_name(f".{record.name}-{os.getpid()}")
        new.write_text(content, encoding="utf-8")
        new.replace(record)
    except OSError:
        return
