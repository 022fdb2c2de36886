"""Converts files of old formats with LibreOffice, if it is installed, and tells how to install it.

LibreOffice gets a copy of the file under a name of ours, a profile of its own in which macros, Java
and links are off, and writes nowhere but below one folder, which the caller throws away.
"""

from __future__ import annotations

import ctypes
import os
import platform
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from plansvar.errors import ReadError

if sys.platform != "win32":
    import resource

_OPTIONS = "--headless --nologo --nodefault --norestore --nolockcheck --nofirststartwizard".split()
# Where it is when it isn't on the path.
_PLACES = {
    "linux": (
        "/usr/lib/libreoffice/program/soffice",
        "/usr/lib64/libreoffice/program/soffice",
        "/opt/libreoffice/program/soffice",
    ),
    "darwin": ("/Applications/LibreOffice.app/Contents/MacOS/soffice",),
    "win32": (
        r"C:\Program Files\LibreOffice\program\soffice.com",
        r"C:\Program Files (x86)\LibreOffice\program\soffice.com",
    ),
}
# By system: the command that installs what is needed of it.
_APT = "sudo apt-get install libreoffice-writer-nogui libreoffice-impress-nogui"
_COMMANDS = {
    "debian": f"{_APT} libreoffice-calc-nogui",
    "ubuntu": f"{_APT} libreoffice-calc-nogui",
    "fedora": "sudo dnf install libreoffice-writer libreoffice-impress libreoffice-calc",
    "rhel": "sudo dnf install libreoffice-writer libreoffice-impress libreoffice-calc",
    "suse": "sudo zypper install libreoffice-writer libreoffice-impress libreoffice-calc",
    "arch": "sudo pacman -S libreoffice-still",
    "alpine": "sudo apk add libreoffice-writer libreoffice-impress libreoffice-calc",
    "darwin": "brew install --cask libreoffice",
    "win32": "winget install TheDocumentFoundation.LibreOffice",
}
_ANYWHERE = "https://www.libreoffice.org/download/"

# LibreOffice ends so when it wants to be started again, as it does when its profile is new.
_AGAIN = frozenset({79, 81})
_MOST_STARTS = 3
_MOST_BYTES = 1024**3  # of one file that it writes
_NEAR = 0.5  # of the address space; what a program uses of it is less than what it holds
_PR_SET_PDEATHSIG = 1

# "Never" is 0 for links in Writer, but 1 in Calc (sw's and sc's own enumerations).
_SETTINGS = (
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Java/VirtualMachine", "Enable", "false"),
    ("Writer/Content/Update", "Link", "0"),
    ("Calc/Content/Update", "Link", "1"),
)
_PROFILE = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<oor:items xmlns:oor="http://openoffice.org/2001/registry">\n'
    + "".join(
        f'<item oor:path="/org.openoffice.Office.{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>\n"
        for path, name, value in _SETTINGS
    )
    + "</oor:items>\n"
)


@dataclass(frozen=True, slots=True)
class Kind:
    """An old format: its suffix, the new one's, the filter that writes that, and the part of it."""

    suffix: str
    new_suffix: str
    filter: str
    part: str


DOC = Kind("doc", "docx", "MS Word 2007 XML", "writer")
PPT = Kind("ppt", "pptx", "Impress MS PowerPoint 2007 XML", "impress")
XLS = Kind("xls", "xlsx", "Calc MS Excel 2007 XML", "calc")


def find(program: str | None = None) -> Path | None:
    """Returns the LibreOffice program, or ``None`` if there is none.

    It is the one named, else the one on the path, else the one where it mostly is.
    """
    if program:
        named = shutil.which(program)
        return Path(named) if named else None
    for name in ("soffice", "libreoffice"):
        if found := shutil.which(name):
            return Path(found)
    return next((Path(place) for place in _PLACES.get(sys.platform, ()) if _exists(place)), None)


def install_command() -> str:
    """Returns the command that installs LibreOffice here, or the page where it is found."""
    if sys.platform in _COMMANDS:
        return _COMMANDS[sys.platform]
    try:
        system = platform.freedesktop_os_release()
    except OSError:
        return _ANYWHERE
    names = (system.get("ID", ""), *system.get("ID_LIKE", "").split())
    return next((_COMMANDS[name] for name in names if name in _COMMANDS), _ANYWHERE)


def convert(path: Path, kind: Kind, folder: Path, program: str | None = None) -> Path:
    """Returns a new file below ``folder`` with what ``path`` holds.

    LibreOffice is not ended when it takes too long: the process that calls this is, with all that
    it has started.

    Args:
        path: a file of this kind.
        kind: see :class:`Kind`.
        folder: an empty folder for all that is written; the caller removes it.
        program: the LibreOffice program, if it isn't the one that :func:`find` finds.

    Raises:
        ReadError: ``read.needs_libreoffice``, ``read.malformed``, ``read.parser_crash``,
            ``read.timeout`` or ``read.out_of_memory``.
    """
    found = find(program)
    if found is None:
        raise needs_libreoffice(kind)
    core = _core(found)
    # A name of ours: no option, no lock file beside the original, and nothing relative to it.
    source = folder / f"document.{kind.suffix}"
    shutil.copyfile(path, source)
    profile, out = folder / "profile", folder / "out"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE, "utf-8")
    command = [
        *(str(core), *_OPTIONS, f"-env:UserInstallation={profile.as_uri()}"),
        *("--convert-to", f"{kind.new_suffix}:{kind.filter}", "--outdir", str(out), str(source)),
    ]
    code = 0
    for _ in range(_MOST_STARTS):
        code = _run(command, folder)
        if code not in _AGAIN:
            break
    result = out / f"document.{kind.new_suffix}"
    if code == 0 and result.is_file():
        return result
    if not _has_part(core, kind):
        raise needs_libreoffice(kind)
    raise _error(code)


def needs_libreoffice(kind: Kind) -> ReadError:
    """Returns the error that tells how to install it."""
    return ReadError("read.needs_libreoffice", suffix=kind.suffix, command=install_command())


def _run(command: list[str], folder: Path) -> int:
    """Returns the exit code. What it writes to its standard output says nothing more."""
    environment = {
        **{name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ},
        **dict.fromkeys(("HOME", "TMPDIR", "TEMP", "TMP"), str(folder)),
        "LANG": "C.UTF-8",
        "SAL_USE_VCLPLUGIN": "svp",  # draws without a display
        "OSL_SOCKET_PATH": ".",  # its socket, whose full path could be too long for one
    }
    return subprocess.run(  # noqa: S603 - no shell, and no word of it comes from the file
        command,
        env=environment,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
        preexec_fn=_confine if sys.platform == "linux" else None,  # nobody has threads here
    ).returncode


def _confine() -> None:
    """It ends with the process that started it, and fills no disk; the other limits it inherits."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        resource.setrlimit(resource.RLIMIT_FSIZE, (_MOST_BYTES, _MOST_BYTES))


def _core(program: Path) -> Path:
    """Returns the program itself instead of the script that starts what starts it.

    So there is one process, which ends with ours.
    """
    core = program.resolve().parent / "soffice.bin"
    return core if sys.platform == "linux" and core.is_file() else program


def _has_part(core: Path, kind: Kind) -> bool:
    """Whether Writer, Impress or Calc is installed; distributions have a package for each."""
    registry = core.resolve().parent.parent / "share" / "registry"
    return not (registry / "main.xcd").is_file() or (registry / f"{kind.part}.xcd").is_file()


def _error(code: int) -> ReadError:
    """Returns the error that this exit code means."""
    if code >= 0:
        return ReadError("read.malformed")  # it can't load the file, or write what it holds
    if sys.platform == "linux":
        used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
        allowed, _ = resource.getrlimit(resource.RLIMIT_AS)
        if allowed != resource.RLIM_INFINITY and used > _NEAR * allowed:
            return ReadError("read.out_of_memory")
        if code == -signal.SIGXCPU:
            return ReadError("read.timeout", seconds=resource.getrlimit(resource.RLIMIT_CPU)[0])
    return ReadError("read.parser_crash")


def _exists(place: str) -> bool:
    return Path(place).is_file()
