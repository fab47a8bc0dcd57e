"""Runs processes, and measures their time and their memory."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from statistics import median


@dataclass
class Command:
    """A program with its arguments, as a shell would start it, and its preparation."""

    arguments: list
    folder: str = "."
    environment: dict = field(default_factory=dict)
    #: A file for its standard input.
    standard_input: str = os.devnull
    #: Called before each run, outside the measured time.
    prepare: callable = lambda: None
    #: Called after each run, outside the measured time. The seconds that it returns are subtracted from the time.
    excluded_seconds: callable = lambda: 0.0


@dataclass
class Measurement:
    seconds: list = field(default_factory=list)
    peak_bytes: int = 0

    @property
    def median(self):
        return median(self.seconds)


class CommandFailed(Exception):
    pass


def run_once(command, log):
    """Returns the wall-clock seconds and the peak resident bytes of one run."""
    command.prepare()
    environment = {**os.environ, **command.environment}
    with open(command.standard_input, "rb") as standard_input, open(log, "wb") as output:
        start = time.perf_counter()
        process = subprocess.Popen(
            command.arguments,
            cwd=command.folder,
            env=environment,
            stdin=standard_input,
            stdout=subprocess.DEVNULL,
            stderr=output,
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        with open(log, errors="replace") as output:
            raise CommandFailed(f"{' '.join(command.arguments)} exited with {process.returncode}\n{output.read()}")
    unit = 1 if sys.platform == "darwin" else 1024
    return seconds - command.excluded_seconds(), usage.ru_maxrss * unit


def measure(commands, runs, log):
    """Returns one measurement for each command. The commands take turns, so a busy moment affects all of them."""
    measurements = [Measurement() for _ in commands]
    for command in commands:
        run_once(command, log)  # fills the caches of the file system, of Python and of the server
    for _ in range(runs):
        for command, measurement in zip(commands, measurements):
            seconds, peak_bytes = run_once(command, log)
            measurement.seconds.append(seconds)
            measurement.peak_bytes = max(measurement.peak_bytes, peak_bytes)
    return measurements
