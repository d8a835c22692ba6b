"""A disk in memory that keeps only what was synced, as a file system of SQLite's (a VFS): the power can be cut.

What was written since the last sync is in doubt. At a cut each sector of it is on the disk or not, by chance, and so
are a new length and the name of a new file. A write that is under way is torn in the same way.
"""

from __future__ import annotations

import random
from typing import Any

import apsw

SECTOR = 512


class Cut(Exception):
    """The power went off."""


class File:
    """One file: `live` is what the machine sees, `safe` what the disk has, `doubt` what was written since."""

    def __init__(self, content: bytes = b"", named: bool = False) -> None:
        self.live, self.safe, self.named = bytearray(content), bytearray(content), named
        self.doubt: list[tuple[int, bytes] | int] = []

    def write(self, data: bytes, at: int) -> None:
        _put(self.live, data, at)
        self.doubt.append((at, bytes(data)))

    def truncate(self, size: int) -> None:
        del self.live[size:]
        self.doubt.append(size)

    def sync(self) -> None:
        """What is in doubt goes to the disk; what a sync that failed left out stays out, as it does on Linux."""
        for one in self.doubt:
            if isinstance(one, int):
                del self.safe[one:]
            else:
                _put(self.safe, one[1], one[0])
        self.doubt.clear()
        self.named = True

    def survive(self, chance: random.Random) -> None:
        """What a cut leaves: sectors of what was in doubt, each or not."""
        share = chance.choice((0.0, 0.5, 0.9, 1.0))
        for one in self.doubt:
            if isinstance(one, int):
                if chance.random() < share:
                    del self.safe[one:]
                continue
            for start, piece in _sectors(*one):
                if chance.random() < share:
                    _put(self.safe, piece, start)
        self.live[:] = self.safe
        self.doubt.clear()

    def lose_doubt(self) -> None:
        """What a sync that failed leaves: the machine believes that it is written, and will not write it again."""
        self.doubt.clear()


class Disk:
    """The files, and when what goes wrong goes wrong: counted in operations from now."""

    def __init__(self, content: bytes, chance: random.Random) -> None:
        self.files = {"main": File(content, named=True)}
        self.chance = chance
        self.cut_in = self.full_for = self.unsynced_for = 0
        self.off = False

    def plan_cut(self, operations: int) -> None:
        self.cut_in = operations

    def step(self) -> None:
        """One operation that changes something; the one that the cut meets is half done (`File.survive`)."""
        if self.off:
            raise apsw.IOError("no power")
        if self.cut_in:
            self.cut_in -= 1
            self.off = not self.cut_in
            if self.off:
                raise apsw.IOError("no power")

    def power_on(self) -> None:
        """The machine starts again with what the disk has."""
        for name, file in list(self.files.items()):
            if not file.named and self.chance.random() < 0.5:
                del self.files[name]
            else:
                file.named = True
                file.survive(self.chance)
        self.off, self.cut_in = False, 0


class Drive(apsw.VFS):
    """The disk as SQLite sees it."""

    def __init__(self, name: str, disk: Disk) -> None:
        self.disk = disk
        super().__init__(name, base="")

    def xOpen(self, name: Any, flags: list[int]) -> Any:  # noqa: N802
        path = name.filename() if isinstance(name, apsw.URIFilename) else name
        flags[1] = flags[0]
        return Handle(self.disk, self.disk.files.setdefault(str(path), File()))

    def xAccess(self, path: str, flags: int) -> bool:  # noqa: N802
        return path in self.disk.files

    def xFullPathname(self, name: str) -> str:  # noqa: N802
        return name

    def xDelete(self, path: str, synced: bool) -> None:  # noqa: N802
        self.disk.step()
        self.disk.files.pop(path, None)


class Handle:
    """An open file; locks are nobody's business, since one connection alone has the disk."""

    def __init__(self, disk: Disk, file: File) -> None:
        self._disk, self._file = disk, file

    def xRead(self, amount: int, at: int) -> bytes:  # noqa: N802
        if self._disk.off:
            raise apsw.IOError("no power")
        return bytes(self._file.live[at : at + amount])

    def xWrite(self, data: bytes, at: int) -> None:  # noqa: N802
        try:
            self._disk.step()
        except apsw.IOError:
            self._file.doubt.append((at, bytes(data)))
            raise
        if self._disk.full_for:
            self._disk.full_for -= 1
            raise apsw.FullError("no room")
        self._file.write(data, at)

    def xTruncate(self, size: int) -> None:  # noqa: N802
        self._disk.step()
        self._file.truncate(size)

    def xSync(self, flags: int) -> None:  # noqa: N802
        self._disk.step()
        if self._disk.unsynced_for:
            self._disk.unsynced_for -= 1
            self._file.lose_doubt()
            raise apsw.IOError("the disk does not sync")
        self._file.sync()

    def xFileSize(self) -> int:  # noqa: N802
        return len(self._file.live)

    def xClose(self) -> None:  # noqa: N802
        return None

    def xLock(self, level: int) -> None:  # noqa: N802
        return None

    def xUnlock(self, level: int) -> None:  # noqa: N802
        return None

    def xCheckReservedLock(self) -> bool:  # noqa: N802
        return False

    def xFileControl(self, operation: int, pointer: int) -> bool:  # noqa: N802
        return False

    def xSectorSize(self) -> int:  # noqa: N802
        return 4_096

    def xDeviceCharacteristics(self) -> int:  # noqa: N802
        # What SQLite assumes of any disk on Unix.
        return int(apsw.SQLITE_IOCAP_POWERSAFE_OVERWRITE)


def _sectors(at: int, data: bytes) -> list[tuple[int, bytes]]:
    """A write, taken apart where sectors of the disk begin."""
    pieces, start = [], 0
    while start < len(data):
        end = min(len(data), start + SECTOR - (at + start) % SECTOR)
        pieces.append((at + start, data[start:end]))
        start = end
    return pieces


def _put(content: bytearray, data: bytes, at: int) -> None:
    if at > len(content):
        content.extend(bytes(at - len(content)))
    content[at : at + len(data)] = data
