"""Measures how long the compiler takes for the types of 300 queries, beyond those of their models.

usage: queries.py MODULES C_MODULE_MAP
Prints the user time of the compiler, the least of five runs each. Exits with 1 above the goal of two seconds.
"""

import pathlib
import resource
import subprocess
import sys
import tempfile

MODELS = pathlib.Path(__file__).parents[2] / "Tests/SwiftMigQueriesTests/Models.swift"
COPIES = 60
GOAL = 2.0

# One of each kind; N is another number in each copy.
QUERIES = """
    _ = User.where { $0.age >= N && ($0.role == .admin || $0.email != nil) && $0.username.hasPrefix("aN") }
        .order { $0.username.ascending }.limit(10, offset: N)
    _ = User.from().leftJoin(Profile.self) { u, p in u.id == p.userID }
        .where { u, p in p.bio == nil || u.age < N }.select { u, p in (u, p) }
    _ = Article.from().join(User.self) { a, u in a.authorID == u.id }
        .where { a, u in u.age > N && a.title.contains("x") }.order { a, _ in a.id.descending }
        .select { a, u in (a, u.username, u.age, count()) }
    _ = Article.from().group { $0.authorID }.having { _ in count() > N }
        .select { ($0.authorID, count(), max($0.id)) }
    _ = User.update { [$0.age <- N, $0.email <- nil, $0.username <- "x"] }
        .where { $0.username == "bob" && $0.age < 3 }
"""


def user_time(modules, module_map, source, runs=5):
    """The least user time of some runs, in seconds."""
    times = []
    for _ in range(runs):
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        subprocess.run(
            [
                "swiftc", "-typecheck", "-swift-version", "6", "-parse-as-library", "-module-name", "Models",
                "-I", modules, "-Xcc", "-fmodule-map-file=" + module_map, MODELS, source,
            ],
            check=True,
        )
        times.append(resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before)
    return min(times)


def main():
    modules, module_map = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        source = pathlib.Path(folder) / "Queries.swift"
        source.write_text("import SwiftMigQueries\n")
        without = user_time(modules, module_map, source)
        functions = [f"func f{n}() {{{QUERIES.replace('N', str(n))}}}\n" for n in range(COPIES)]
        source.write_text("import SwiftMigQueries\n" + "".join(functions))
        taken = user_time(modules, module_map, source) - without
    print(f"{COPIES * 5} queries: {taken:.2f} s of the compiler (goal: {GOAL} s), {taken * 1000 / COPIES / 5:.1f} ms each")
    sys.exit(taken > GOAL)


main()
