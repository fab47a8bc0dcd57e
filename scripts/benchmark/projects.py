"""A swiftmig project and an Alembic project with the same revisions."""

import os
import subprocess
import sys
import time

#: Alembic reads its metadata from here. It is made once from the database, and replaces importing models.
METADATA_FILE = "metadata.pickle"
#: The seconds that this reading took in the last run.
METADATA_TIME_FILE = "metadata.seconds"

ALEMBIC_INI = """\
[alembic]
script_location = {folder}
"""

ENV_PY = """\
import os
import pickle
import time

from alembic import context
from sqlalchemy import create_engine

folder = os.path.dirname(__file__)
target_metadata = None
start = time.perf_counter()
if os.path.exists(os.path.join(folder, "metadata.pickle")):
    with open(os.path.join(folder, "metadata.pickle"), "rb") as file:
        target_metadata = pickle.load(file)
with open(os.path.join(folder, "metadata.seconds"), "w") as file:
    file.write(str(time.perf_counter() - start))

url = os.environ["BENCHMARK_URL"]
if context.is_offline_mode():
    context.configure(url=url, literal_binds=True, dialect_opts={"paramstyle": "named"})
    with context.begin_transaction():
        context.run_migrations()
else:
    with create_engine(url).connect() as connection:
        context.configure(connection=connection, target_metadata=target_metadata)
        with context.begin_transaction():
            context.run_migrations()
"""

REFLECTION = """\
import pickle
import sys
import time

from sqlalchemy import MetaData, create_engine

url, path = sys.argv[1:]
metadata = MetaData()
start = time.perf_counter()
metadata.reflect(create_engine(url))
print(time.perf_counter() - start)
with open(path, "wb") as file:
    pickle.dump(metadata, file)
"""

SCRIPT_PY_MAKO = '''\
"""${message}"""

from alembic import op
import sqlalchemy as sa

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def upgrade():
    ${upgrades if upgrades else "pass"}


def downgrade():
    ${downgrades if downgrades else "pass"}
'''

ALEMBIC_REVISION = '''\
"""{message}

Revision ID: {revision}
Revises: {parent}
Create Date: {created}
"""

from alembic import op

revision = "{revision}"
down_revision = {parent!r}
branch_labels = None
depends_on = None


def upgrade():
    op.execute("""{upgrade}""")


def downgrade():
    op.execute("""{downgrade}""")
'''

SWIFTMIG_REVISION = """\
-- revision: {revision}
-- down_revision: {parent_or_null}
-- created: {created}
-- message: {message}

-- swiftmig: upgrade
{upgrade};

-- swiftmig: downgrade
{downgrade};
"""


def revisions(count):
    """Yields a chain of revisions that create one table each."""
    parent = None
    for number in range(count):
        # Spread over all ids, like random ones.
        revision = f"{(number * 0x9E3779B97F4A7C15) % 2**48:012x}"
        minute, second = divmod(number, 60)
        table = f"step_{number:05}"
        yield {
            "revision": revision,
            "parent": parent,
            "parent_or_null": parent or "null",
            "created": f"2026-01-01T{minute // 60:02}:{minute % 60:02}:{second:02}Z",
            "stamp": f"20260101T{minute // 60:02}{minute % 60:02}{second:02}",
            "message": f"add {table}",
            "slug": f"add_{table}",
            "upgrade": f"CREATE TABLE {table} (id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY, "
            f"name VARCHAR(100) NOT NULL, created_at DATETIME NOT NULL, KEY ix_{table}_name (name))",
            "downgrade": f"DROP TABLE {table}",
        }
        parent = revision


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


class AlembicProject:
    def __init__(self, folder, program, url, revision_count=0):
        self.folder = folder
        self.arguments = [program, "-c", f"{folder}/alembic.ini"]
        self.environment = {"BENCHMARK_URL": url}
        os.makedirs(f"{folder}/versions")
        write(f"{folder}/alembic.ini", ALEMBIC_INI.format(folder=folder))
        write(f"{folder}/env.py", ENV_PY)
        write(f"{folder}/script.py.mako", SCRIPT_PY_MAKO)
        for values in revisions(revision_count):
            write(f"{folder}/versions/{values['revision']}_{values['slug']}.py", ALEMBIC_REVISION.format(**values))

    def reflect_metadata(self):
        """Makes the metadata of the whole database. Returns the seconds that the reflection took."""
        # In a separate process: the peak memory of a program includes the memory of the process that starts it.
        arguments = [sys.executable, "-c", REFLECTION, self.environment["BENCHMARK_URL"], f"{self.folder}/{METADATA_FILE}"]
        return float(subprocess.run(arguments, check=True, capture_output=True, text=True).stdout)

    def metadata_seconds(self):
        with open(f"{self.folder}/{METADATA_TIME_FILE}") as file:
            return float(file.read())

    def remove_revisions(self):
        for name in os.listdir(f"{self.folder}/versions"):
            if name.endswith(".py"):
                os.remove(f"{self.folder}/versions/{name}")


class SwiftmigProject:
    def __init__(self, folder, program, url, revision_count=0):
        self.folder = folder
        self.arguments = [program, "-c", f"{folder}/migrate.yaml"]
        self.environment = {"BENCHMARK_URL": url}
        write(
            f"{folder}/migrate.yaml",
            "database: {url: '${BENCHMARK_URL}'}\nmigrations: migrations\nmodels: {file: models/*.yaml}\n"
            "ignore: {tables: [alembic_version]}\n",
        )
        os.makedirs(f"{folder}/migrations")
        for values in revisions(revision_count):
            name = f"{values['stamp']}_{values['revision']}_{values['slug']}.sql"
            write(f"{folder}/migrations/{name}", SWIFTMIG_REVISION.format(**values))


SWIFT_MANIFEST = """\
// swift-tools-version: 6.1
import PackageDescription

let package = Package(
    name: "models",
    platforms: [.macOS(.v13)],
    dependencies: [.package(path: "{repository}")],
    targets: [
        .executableTarget(name: "schema", dependencies: [.product(name: "SwiftMig", package: "{identity}")])
    ]
)
"""

SWIFT_PROVIDER = """\
import SwiftMig

@main
struct Schema: SchemaProvider {{
    static var metadata: Metadata {{
        Metadata(defaults: TableOptions(engine: "InnoDB", charset: "utf8mb4")) {{
            (0..<{count}).map {{ table($0) }}
        }}
    }}

    private static func name(_ number: Int) -> String {{
        let digits = String(number)
        return "table_" + String(repeating: "0", count: 5 - digits.count) + digits
    }}

    private static func table(_ number: Int) -> Table {{
        Table(name(number)) {{
            Column("id", .bigInt.unsigned).primaryKey().autoIncrement()
            Column("parent_id", .bigInt.unsigned).nullable()
            Column("email", .varchar(254))
            Column("name", .varchar(100)).defaulting(to: "")
            Column("amount", .decimal(12, 2)).defaulting(to: "0.00")
            Column("quantity", .int).nullable()
            Column("is_active", .boolean).defaulting(to: true)
            Column("body", .text).nullable()
            Column("created_at", .datetime()).defaulting(to: .currentTimestamp)
            Column("updated_at", .datetime(6)).nullable()
            Index("email", name: "ux_\\(name(number))_email", kind: .unique)
            Index("parent_id", "created_at", name: "ix_\\(name(number))_parent")
            ForeignKey(
                ["parent_id"],
                references: TableName(name(number / 10)),
                onDelete: .cascade,
                name: "fk_\\(name(number))_parent"
            )
        }}
    }}
}}
"""


class SwiftPackage:
    """The tables of `create_table` as models in Swift."""

    def __init__(self, folder, count):
        self.folder = folder
        repository = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
        write(
            f"{folder}/Package.swift",
            SWIFT_MANIFEST.format(repository=repository, identity=os.path.basename(repository)),
        )
        write(f"{folder}/Sources/schema/Schema.swift", SWIFT_PROVIDER.format(count=count))
        write(
            f"{folder}/migrate.yaml",
            "database: {url: '${BENCHMARK_URL}'}\nmodels: {command: [swift, run, --quiet, schema]}\n",
        )
        self.build_seconds = None

    def build(self):
        # Fetch packages first, so that the time excludes the network.
        subprocess.run(["swift", "package", "resolve"], cwd=self.folder, check=True, capture_output=True)
        start = time.monotonic()
        subprocess.run(["swift", "build", "--product", "schema"], cwd=self.folder, check=True, capture_output=True)
        self.build_seconds = time.monotonic() - start
