"""Makes the databases beside it: python3 make.py. They are what SQLite itself writes."""

import os
import shutil
import sqlite3
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
SCHEMA = """
create table words (id integer primary key, word text unique not null, number integer, rest text);
create table pairs (a integer not null, b integer not null, primary key (a, b));
"""
NUMBERS = [0, 1, -1, 127, -128, 300, -40000, 8388607, -2147483648, 1 << 40, -(1 << 47), (1 << 63) - 1, -(1 << 63)]


def fill(db, first, last):
    for i in range(first, last):
        number = NUMBERS[i % 13] if i % 17 else None
        rest = "x" * (i * 7 % 90) if i % 50 else "long %d " % i * 300
        db.execute("insert into words values (?, ?, ?, ?)", (i * 3, "word %05d" % (i * 7919 % 100000), number, rest))
        for k in range(i % 5):
            db.execute("insert into pairs values (?, ?)", (i, i * k % 97 + 100 * k))


def make(name, page, wal):
    for suffix in ("", "-wal", "-shm"):
        if os.path.exists(name + suffix):
            os.remove(name + suffix)
    db = sqlite3.connect(name)
    db.execute("pragma page_size = %d" % page)
    if wal:
        db.execute("pragma journal_mode = wal")
        db.execute("pragma wal_autocheckpoint = 0")
    db.executescript(SCHEMA)
    fill(db, 1, 300)
    db.commit()
    if wal:
        db.execute("pragma wal_checkpoint(truncate)")
        fill(db, 300, 400)
        db.execute("delete from words where id = 30")
        db.commit()
        for suffix in ("", "-wal", "-shm"):  # as they are while it is open
            shutil.copy(name + suffix, name + ".kept" + suffix)
    db.close()
    if wal:
        for suffix in ("", "-wal", "-shm"):
            os.replace(name + ".kept" + suffix, name + suffix)


make(os.path.join(HERE, "small-pages.sqlite"), 512, False)
make(os.path.join(HERE, "log.sqlite"), 1024, True)
sys.exit(0)
