"""How long a page of the people of a large organization takes the database: the very queries
of `storage/src/people.rs`, in SQLite, without the server around them.

    python3 bench/people.py [people]
"""

import pathlib, re, sqlite3, sys, time, uuid

ROOT = pathlib.Path(__file__).parent.parent
COUNT = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
NOW = "2026-11-23T12:00:00Z"
FIRST = "ada bo cleo dag eva finn gro hal ida jon".split()
LAST = "berg dahl eide foss gran holm iversen jensen krog lind".split()

db = sqlite3.connect(":memory:")
for migration in sorted((ROOT / "storage/migrations/sqlite").glob("*.sql")):
    db.executescript(migration.read_text())


def insert(table, row, rows):
    columns, marks = ",".join(row), ",".join("?" * len(row))
    db.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)


def person(n):
    name = f"{FIRST[n % 10]} {LAST[n // 10 % 10]} {n}"
    email = f"p{n}@fjordline.example"
    return {
        "id": uuid.uuid4().bytes, "email": email, "email_key": email, "first_name": name,
        "last_name": "", "display_name": name, "name_key": name, "password_hash": "-",
        "staff": 0, "version": 1, "created_at": NOW, "updated_at": NOW,
    }


people = [person(n) for n in range(COUNT)]
insert("persons", people[0], [tuple(one.values()) for one in people])
organization = uuid.uuid4().bytes
made = {
    "id": organization, "name": "Fjordline", "slug": "fjordline", "version": 1, "created_at": NOW,
    "name_set_by": organization, "name_set_at": NOW, "slug_set_by": organization,
    "slug_set_at": NOW,
}
insert("organizations", made, [tuple(made.values())])
members = [
    {
        "organization_id": organization, "person_id": one["id"],
        "role": "viewer" if n == COUNT // 2 else "member",
        "created_at": f"2026-11-{1 + n % 20:02d}T12:00:00Z",
        "name_key": one["name_key"], "email_key": one["email_key"],
    }
    for n, one in enumerate(people)
]
insert("memberships", members[0], [tuple(one.values()) for one in members])
db.commit()

source = (ROOT / "storage/src/people.rs").read_text()
by_name, by_age = [sql for sql in re.findall(r'"(SELECT.*?)"', source, re.S) if "LIMIT $7" in sql]
lists = [("by name", by_name, ("", bytes(16))), ("by age", by_age, ("9999", b"\xff" * 16))]
for order, sql, start in lists:
    for what, pattern, role in [
        ("the first page", "%", ""),
        ("one address found", f"%p{COUNT // 3}@%", ""),
        ("nobody found", "%nobody%", ""),
        ("the only viewer", "%", "viewer"),
    ]:
        times = []
        for _ in range(9):
            begin = time.perf_counter()
            db.execute(sql, (organization, *start, pattern, role, False, 51)).fetchall()
            times.append(time.perf_counter() - begin)
        print(f"{order}, {what:20} {sorted(times)[4] * 1000:7.2f} ms")
