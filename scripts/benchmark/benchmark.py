"""Measures swiftmig, Alembic and the bare server, and prints one table."""

import argparse
import os
import subprocess
import sys

from measuring import Command, CommandFailed, Measurement, measure
from projects import AlembicProject, SwiftmigProject, SwiftPackage, revisions, write
from server import Server, create_tables, rows_and_loop

MEGABYTE = 1_000_000
#: The memory that a revision may hold while others run: its header, its place in the graph and in the plan.
HEADER_BYTES = 2_500

ONE_REVISION = "-- revision: aa\n-- down_revision: null\n\n-- swiftmig: upgrade\n"
BATCH = "-- swiftmig: batch table=numbers key=id size=5000\nUPDATE numbers SET n = n + 1 WHERE {range};\n"


def main():
    options = parse_options()
    benchmark = Benchmark(options)
    rows = [
        benchmark.start_up(),
        *benchmark.chain(),
        *benchmark.autogenerate(),
        benchmark.models_in_swift(),
        benchmark.upgrade(),
        benchmark.memory(),
        benchmark.many_statements(),
        *benchmark.statements_of_one_variable(),
        benchmark.batch(),
    ]
    print_versions(benchmark)
    print_table(rows)
    for note in benchmark.notes:
        print(f"  {note}")


def parse_options():
    parser = argparse.ArgumentParser(prog="scripts/bench", description=__doc__)
    parser.add_argument("--work", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--servers", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--swiftmig", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--quick", action="store_true", help="a tenth of everything: shows that it works, proves nothing")
    parser.add_argument("--tables", help="tables for autogenerate (1000,10000)")
    parser.add_argument("--revisions", type=int, help="revisions for heads, history, show and planning (1000)")
    parser.add_argument("--upgrades", type=int, help="revisions for upgrade (200)")
    parser.add_argument("--statements", type=int, help="statements of one long revision (1000)")
    parser.add_argument("--rows", type=int, help="rows of a batch (1000000)")
    parser.add_argument("--runs", type=int, help="measured runs of each command (7)")
    options = parser.parse_args()
    share = 10 if options.quick else 1
    options.tables = [int(count) for count in (options.tables or f"{1000 // share},{10000 // share}").split(",")]
    options.servers = options.servers.split(",")
    options.revisions = options.revisions or 1000 // share
    options.upgrades = options.upgrades or 200 // share
    options.statements = options.statements or 1000 // share
    options.rows = options.rows or 1_000_000 // share
    options.runs = options.runs or (5 if options.quick else 7)
    return options


class Row:
    """A line of the table, and the goals that it must reach."""

    def __init__(
        self,
        name,
        swiftmig,
        alembic=None,
        floor=None,
        faster=None,
        of_floor=None,
        megabytes=None,
        smaller=None,
        growth=None,
        seconds=None,
        added=None,
        count=None,
    ):
        self.name = name
        #: The number of tables.
        self.count = count
        self.swiftmig, self.alembic, self.floor = swiftmig, alembic, floor
        self.goals = {"faster": faster, "of_floor": of_floor, "megabytes": megabytes, "seconds": seconds}
        # The time beyond the floor, and its limit.
        self.added = swiftmig.median - floor.median if floor else None
        self.largest_addition = added
        self.faster = alembic.median / swiftmig.median if alembic else None
        self.of_floor = swiftmig.median / floor.median if floor else None
        self.megabytes = swiftmig.peak_bytes / MEGABYTE
        # The growth of the time compared with a smaller size, and its limit.
        self.growth = swiftmig.median / smaller.median if smaller else None
        self.largest_growth = growth

    def verdict(self):
        checks = []
        if self.goals["faster"]:
            checks.append((f"≥{self.goals['faster']}× faster", self.faster >= self.goals["faster"]))
        if self.goals["of_floor"]:
            checks.append((f"≤{self.goals['of_floor']}× floor", self.of_floor <= self.goals["of_floor"]))
        if self.largest_growth:
            is_reached = self.growth <= self.largest_growth
            checks.append((f"{self.growth:.1f}× of the smaller, ≤{self.largest_growth:g}×", is_reached))
        if self.largest_addition:
            is_reached = self.added < self.largest_addition
            checks.append((f"{self.added * 1000:+.0f} ms, <{self.largest_addition * 1000:g} ms", is_reached))
        if self.goals["seconds"]:
            checks.append((f"<{self.goals['seconds']:g} s", self.swiftmig.median < self.goals["seconds"]))
        if self.goals["megabytes"]:
            checks.append((f"<{self.goals['megabytes']} MB", self.megabytes < self.goals["megabytes"]))
        return ", ".join(f"{goal} {'reached' if is_reached else 'MISSED'}" for goal, is_reached in checks)


class Benchmark:
    def __init__(self, options):
        self.options = options
        self.work = options.work
        self.servers = [Server(name, f"{options.work}/{name}/s.sock") for name in options.servers]
        self.server = self.servers[0]
        self.alembic = f"{options.work}/venv/bin/alembic"
        self.notes = []

    def progress(self, text):
        print(text, file=sys.stderr, flush=True)

    def measure(self, *commands):
        return measure(commands, self.options.runs, f"{self.work}/output.log")

    def projects(self, name, revision_count=0, alembic=True, server=None):
        server = server or self.server
        database = f"bench_{name}"
        server.recreate(database)
        return database, SwiftmigProject(
            f"{self.work}/{name}/swiftmig", self.options.swiftmig, server.swiftmig_url(database), revision_count
        ), AlembicProject(
            f"{self.work}/{name}/alembic",
            self.alembic,
            server.alembic_url(database),
            revision_count if alembic else 0,
        )

    def start_up(self):
        self.progress("Start-up")
        ours, theirs = self.measure(Command([self.options.swiftmig, "--version"]), Command([self.alembic, "--version"]))
        return Row("--version", ours, theirs, faster=20)

    def chain(self):
        """Measures commands that read the chain and ask no server, also on a chain ten times as long."""
        count = self.options.revisions
        _, ours, theirs = self.projects("chain", count)
        _, longer, _ = self.projects("longer_chain", count * 10, alembic=False)
        commands = [
            ("heads", ["heads"]),
            ("history", ["history"]),
            ("show head", ["show", "head"]),
            ("plan of an upgrade", ["upgrade", "base:head", "--sql"]),
        ]
        for name, arguments in commands:
            self.progress(f"{name}, {count} and {count * 10} revisions")
            ours_measured, longer_measured, theirs_measured = self.measure(
                Command(ours.arguments + arguments, environment=ours.environment),
                Command(longer.arguments + arguments, environment=longer.environment),
                Command(theirs.arguments + arguments, environment=theirs.environment),
            )
            yield Row(f"{name}, {count} revisions", ours_measured, theirs_measured, faster=20)
            yield Row(
                f"  the same, {count * 10}", longer_measured, smaller=ours_measured, growth=12
            )
        self.notes.append("plan of an upgrade: upgrade base:head --sql, which reads every statement and prints the script.")

    def autogenerate(self):
        for server in self.servers:
            smaller = None
            for count in self.options.tables:
                rows = self.autogenerate_on(server, count, smaller)
                smaller = rows[0]
                yield from rows
        self.notes += [
            "autogenerate: whole processes. swiftmig reads its models from YAML within its time. Alembic's metadata was "
            "reflected",
            "from the same database beforehand and kept in a file; reading that file is taken off its time.",
            "Floor: the queries that swiftmig sends, through the mariadb client.",
            "comparing alone: what -v says of it, without reading models and database.",
        ]

    def autogenerate_on(self, server, count, smaller):
        """Measures an unchanged database with `count` tables. `smaller` is the row of a database with fewer."""
        self.progress(f"Creating {count} tables on {server.name}")
        database, ours, theirs = self.projects(f"autogenerate_{server.name}_{count}".replace(".", "_"), server=server)
        create_tables(server, database, count)
        models = subprocess.run(
            ours.arguments + ["inspect", "--format", "yaml"],
            env={**os.environ, **ours.environment},
            check=True,
            capture_output=True,
            text=True,
        )
        write(f"{ours.folder}/models/schema.yaml", models.stdout)
        theirs.reflect_metadata()
        self.progress(f"autogenerate, {count} unchanged tables on {server.name}")
        arguments = ["revision", "--autogenerate", "-m", "nothing"]
        floor = self.query_file(server, ours)
        runs = self.options.runs if count <= 1000 else min(3, self.options.runs)
        comparing = []

        def comparison_seconds():
            with open(f"{self.work}/output.log") as file:
                comparing.append(next(float(line.split()[4]) for line in file if line.startswith("Compared ")))
            return 0.0

        ours_measured, theirs_measured, floor_measured, _ = measure(
            [
                Command(ours.arguments + arguments, environment=ours.environment),
                Command(
                    theirs.arguments + arguments,
                    environment=theirs.environment,
                    prepare=theirs.remove_revisions,
                    excluded_seconds=theirs.metadata_seconds,
                ),
                Command(server.client(database), standard_input=floor),
                Command(
                    ours.arguments + ["check", "-v"],
                    environment=ours.environment,
                    excluded_seconds=comparison_seconds,
                ),
            ],
            runs,
            f"{self.work}/output.log",
        )
        if os.listdir(f"{ours.folder}/migrations"):
            raise RuntimeError("swiftmig found a difference in an unchanged database")
        name = f"autogenerate, {count} unchanged tables, {server.name}"
        # Linear, plus some room for cache misses.
        growth = 1.3 * count / smaller.count if smaller else None
        row = Row(
            name,
            ours_measured,
            theirs_measured,
            floor_measured,
            faster=10,
            of_floor=1.5,
            megabytes=400,
            smaller=smaller.swiftmig if smaller else None,
            growth=growth,
            count=count,
        )
        alone = Row("  comparing alone", Measurement(comparing), seconds=count / 10_000)
        server.run(f"DROP DATABASE {database}")
        return [row, alone]

    def models_in_swift(self):
        """Compares models in Swift, with a built program, with the same models in YAML."""
        count = self.options.tables[0]
        self.progress(f"Models in Swift, {count} tables")
        database, ours, _ = self.projects("models_in_swift", alembic=False)
        create_tables(self.server, database, count)
        package = SwiftPackage(f"{self.work}/models_in_swift/package", count)
        package.build()
        swift = Command(
            [self.options.swiftmig, "-c", f"{package.folder}/migrate.yaml", "check"], environment=ours.environment
        )
        models = subprocess.run(
            [self.options.swiftmig, "-c", f"{package.folder}/migrate.yaml", "models"],
            env={**os.environ, **ours.environment},
            check=True,
            capture_output=True,
            text=True,
        )
        write(f"{ours.folder}/models/schema.yaml", models.stdout)
        measured, yaml = self.measure(swift, Command(ours.arguments + ["check"], environment=ours.environment))
        self.notes.append(
            f"Models in Swift: check with a program that is built; its first build took {package.build_seconds:.1f} s, "
            "without macros. Floor: check with YAML."
        )
        return Row(f"check, {count} tables, models in Swift", measured, floor=yaml, added=0.3)

    def query_file(self, server, project):
        """Writes the statements that read the schema to a file, in the same round trips as swiftmig."""
        sent = server.statements_of(project.arguments + ["check"], project.environment)
        queries = [text for text in sent if "information_schema." in text.lower()]
        shows = [text for text in sent if text.upper().startswith("SHOW CREATE ")]
        if not queries:
            raise RuntimeError("swiftmig sent no information_schema query:\n" + "\n".join(sent))
        floor = f"{self.work}/floor.sql"
        # With another delimiter the client sends many statements in one round trip.
        write(
            floor,
            "".join(f"{text};\n" for text in queries)
            + "delimiter //\n"
            + "".join(f"{text}\n//\n" for text in shows),
        )
        self.notes.append(
            f"On {server.name} check sends {len(queries)} information_schema queries and {len(shows)} batches of SHOW CREATE."
        )
        return floor

    def upgrade(self):
        count = self.options.upgrades
        self.progress(f"upgrade head, {count} revisions")
        database, ours, theirs = self.projects("upgrade", count)
        script = f"{self.work}/same.sql"
        write(script, "".join(values["upgrade"] + ";\n" for values in revisions(count)))

        def empty():
            self.server.recreate(database)

        return Row(
            f"upgrade head, {count} revisions",
            *self.measure(
                Command(ours.arguments + ["upgrade", "head"], environment=ours.environment, prepare=empty),
                Command(theirs.arguments + ["upgrade", "head"], environment=theirs.environment, prepare=empty),
                Command(self.server.client(database), standard_input=script, prepare=empty),
            ),
            of_floor=2,
        )

    def memory(self):
        """Checks that a long chain needs only the memory of its headers more than a short one."""
        few, many = self.options.upgrades // 2, self.options.upgrades * 25
        self.progress(f"memory of upgrade head, {few} and {many} revisions")
        commands = []
        for count in (few, many):
            database, ours, _ = self.projects(f"memory_{count}", count, alembic=False)
            commands.append(
                Command(
                    ours.arguments + ["upgrade", "head"],
                    environment=ours.environment,
                    prepare=lambda database=database: self.server.recreate(database),
                )
            )
        short, long = measure(commands, 1, f"{self.work}/output.log")
        self.notes.append(
            f"memory of upgrade head: {few} revisions took {short.peak_bytes / MEGABYTE:.1f} MB; the goal is that and "
            f"{HEADER_BYTES} bytes for each of the others."
        )
        return Row(
            f"memory of upgrade head, {many} revisions",
            long,
            megabytes=1 + (short.peak_bytes + (many - few) * HEADER_BYTES) // MEGABYTE,
        )

    def many_statements(self):
        """Measures the cost of the journal, with one revision of many small statements."""
        count = self.options.statements
        self.progress(f"upgrade head, one revision of {count} CREATE TABLE")
        database, ours, _ = self.projects("statements", alembic=False)
        statements = "".join(values["upgrade"] + ";\n" for values in revisions(count))
        script = f"{self.work}/statements.sql"
        write(script, statements)
        write(f"{ours.folder}/migrations/a.sql", ONE_REVISION + statements)

        def empty():
            self.server.recreate(database)

        ours_measured, floor = self.measure(
            Command(ours.arguments + ["upgrade", "head"], environment=ours.environment, prepare=empty),
            Command(self.server.client(database), standard_input=script, prepare=empty),
        )
        return Row(f"upgrade head, one revision of {count} CREATE TABLE", ours_measured, floor=floor, of_floor=1.5)

    def statements_of_one_variable(self):
        """Measures a revision whose statements need the value that its first one read, and one ten times as long."""
        counts = (self.options.statements, self.options.statements * 10)
        self.progress(f"upgrade head, one revision of {counts[0]} and {counts[1]} INSERTs of a variable")
        commands = []
        for count in counts:
            database, ours, _ = self.projects(f"variable_{count}", alembic=False)
            statements = (
                "CREATE TABLE c (x INT);\nSELECT COUNT(*) INTO @x FROM c;\n" + "INSERT INTO c VALUES (@x);\n" * count
            )
            script = f"{self.work}/variable_{count}.sql"
            write(script, statements)
            write(f"{ours.folder}/migrations/a.sql", ONE_REVISION + statements)

            def empty(database=database):
                self.server.recreate(database)

            commands += [
                Command(ours.arguments + ["upgrade", "head"], environment=ours.environment, prepare=empty),
                Command(self.server.client(database), standard_input=script, prepare=empty),
            ]
        short, short_floor, long, long_floor = self.measure(*commands)
        yield Row(f"upgrade head, one revision of {counts[0]} INSERTs of a variable", short, floor=short_floor)
        yield Row(f"  the same, {counts[1]}", long, floor=long_floor, smaller=short, growth=12)

    def batch(self):
        """Compares an UPDATE in ranges of a key with the same loop in a stored procedure."""
        count = self.options.rows
        self.progress(f"a batch of {count} rows")
        database, ours, _ = self.projects("batch", alembic=False)
        write(f"{ours.folder}/migrations/a.sql", ONE_REVISION + BATCH)
        call = f"{self.work}/call.sql"
        write(call, "CALL step_by_step();\n")

        def fill():
            self.server.recreate(database)
            self.server.run(rows_and_loop(count), database)

        ours_measured, floor = self.measure(
            Command(ours.arguments + ["upgrade", "head"], environment=ours.environment, prepare=fill),
            Command(self.server.client(database), standard_input=call, prepare=fill),
        )
        self.notes.append("A batch: ranges of 5000 rows; its floor is the same loop as a stored procedure.")
        # At least 0.7 of the speed of the floor.
        return Row(f"a batch of {count} rows", ours_measured, floor=floor, of_floor=1.43)


def print_versions(benchmark):
    def version(*arguments):
        return subprocess.run(arguments, capture_output=True, text=True).stdout.strip()

    print(
        f"{version(benchmark.options.swiftmig, '--version')}; {version(benchmark.alembic, '--version')}; "
        f"{', '.join(f'{server.name}: ' + server.run('SELECT VERSION()').strip() for server in benchmark.servers)}; "
        f"medians of {benchmark.options.runs} runs of whole processes\n"
    )


def print_table(rows):
    lines = [("", "swiftmig", "Alembic", "faster", "floor", "of floor", "memory", "goals")]
    for row in rows:
        lines.append(
            (
                row.name,
                milliseconds(row.swiftmig),
                milliseconds(row.alembic),
                ratio(row.faster),
                milliseconds(row.floor),
                ratio(row.of_floor),
                f"{row.megabytes:.0f} MB" if row.megabytes and row.goals["megabytes"] else "",
                row.verdict(),
            )
        )
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    for line in lines:
        cells = [line[0].ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(line[1:-1], widths[1:-1])]
        print("  ".join(cells + [line[-1]]).rstrip())
    print()


def milliseconds(measurement):
    if measurement is None:
        return ""
    value = measurement.median * 1000
    return f"{value:.1f} ms" if value < 100 else f"{value:.0f} ms"


def ratio(value):
    return "" if value is None else f"{value:.1f}×"


if __name__ == "__main__":
    try:
        main()
    except CommandFailed as failure:
        sys.exit(str(failure))
    except KeyboardInterrupt:
        sys.exit(130)
