"""Compares the engine with a C client over the same library, asyncmy and SQLAlchemy, and prints one table.

compare.py --client PROGRAM --engine PROGRAM --host HOST --port PORT [--rounds N] [--quick]

All run the same statements over 20 connections to one private server, in turn, several rounds. A line is the median of the
rounds, as a ratio to the C client in the same rounds.
"""

import argparse
import json
import pathlib
import statistics
import subprocess
import sys

TASKS = 20
#: The operations of the C client and the engine, and those of the rivals, which take longer.
WORKLOADS = {"lookup": (40_000, 4_000), "insert": (10_000, 2_000), "fetch": (100, 20)}
#: The most CPU per operation, as a multiple of the C client's.
GOALS = {"lookup": 1.5, "fetch": 1.1}


def main():
    parser = argparse.ArgumentParser(prog="scripts/bench --engine")
    for name in ("client", "engine", "host", "port"):
        parser.add_argument(f"--{name}", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--rounds", type=int, default=5, help="rounds of all programs (5)")
    parser.add_argument("--quick", action="store_true", help="a tenth of everything: shows that it works")
    options = parser.parse_args()
    share = 10 if options.quick else 1
    rivals = pathlib.Path(__file__).with_name("rivals.py")
    programs = {
        "C client": ([options.client], 0),
        "engine": ([options.engine], 0),
        "asyncmy": ([sys.executable, "-B", rivals, "asyncmy"], 1),
        "SQLAlchemy": ([sys.executable, "-B", rivals, "sqlalchemy"], 1),
    }
    print(f"{'':24}{'CPU/operation':>14}{'of C':>8}{'operations/s':>14}{'of C':>8}{'memory':>9}  goals")
    for workload, counts in WORKLOADS.items():
        results = {name: [] for name in programs}
        for _ in range(options.rounds):
            for name, (program, kind) in programs.items():
                operations = max(TASKS, counts[kind] // share)
                results[name].append(run([*program, workload, str(operations), options.host, options.port, str(TASKS)]))
        print_workload(workload, results)
    few, many = (run([options.engine, "stream", str(n), options.host, options.port, "1"]) for n in (1, 100))
    growth = (many["peak"] - few["peak"]) / 1024
    print(f"a stream of {few['rows']} rows takes {few['peak'] / 1024:.0f} MB, of {many['rows']} rows {growth:+.1f} MB")


def run(arguments):
    done = subprocess.run([str(part) for part in arguments], capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{arguments[0]} failed: {done.stderr}")
    return json.loads(done.stdout)


def print_workload(workload, results):
    def median(name, value):
        return statistics.median(value(result) for result in results[name])

    def cpu(result):
        return result["cpu"] / result["operations"] * 1e6

    def speed(result):
        return result["operations"] / result["seconds"]

    for name in results:
        of_cpu = median(name, cpu) / median("C client", cpu)
        of_speed = median(name, speed) / median("C client", speed)
        verdict = ""
        if name == "engine" and workload in GOALS:
            goal = GOALS[workload]
            verdict = f"≤{goal}× {'reached' if of_cpu <= goal else 'MISSED'}"
        print(
            f"{workload + ', ' + name:24}{median(name, cpu):11.1f} µs{of_cpu:7.2f}×{median(name, speed):14.0f}"
            f"{of_speed:7.2f}×{median(name, lambda result: result['peak'] / 1024):6.0f} MB  {verdict}"
        )


if __name__ == "__main__":
    main()
