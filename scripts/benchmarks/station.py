"""A program under test: a process that has its data, and repeats a task whenever it is asked to.

It reads lines and answers each with one: `run TOLERANCE` with the seconds that took, `write FILE`
with `written`. So programs can take turns, and whatever slows the machine down hits them all.
"""
import os
import select
import subprocess


class Failure(Exception):
    """Why a program gave no answer, for the table."""


class Station:
    def __init__(self, command, cores, limit):
        self.limit = limit
        pinned = ["taskset", "--cpu-list", f"0-{cores - 1}"] if cores else []
        self.process = subprocess.Popen(
            [*pinned, *map(str, command)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, env=environment(cores))

    def run(self, tolerance="default"):
        """Seconds of one run."""
        return float(self.ask(f"run {tolerance}"))

    def write(self, path):
        """Leaves what the last run found in a file."""
        self.ask(f"write {path}")
        return path

    def ask(self, line, grace=60):
        # What is sent to a process that ended is reported by reading its answer.
        try:
            self.process.stdin.write(line.encode() + b"\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            pass
        ready, _, _ = select.select([self.process.stdout], [], [], self.limit + grace)
        if not ready:
            self.close()
            raise Failure(f"takes longer than {self.limit:.0f} s")
        answer = self.process.stdout.readline().decode().strip()
        if not answer:
            lines = self.process.stderr.read().decode().strip().splitlines()
            self.close()
            raise Failure("fails: " + (lines[-1] if lines else "ended without a word"))
        return answer

    def close(self):
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            try:
                pipe.close()
            except BrokenPipeError:
                pass


def environment(cores):
    """As many threads as cores, and no setting that keeps a peer's OpenBLAS from its best kernels."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("OPENBLAS_")}
    threads = {f"{kind}_NUM_THREADS": str(cores or os.cpu_count())
               for kind in ("OMP", "OPENBLAS", "MKL", "NUMBA")}
    # Threads that wait by spinning would take the processor from whoever has the next turn.
    return {**kept, **threads, "OMP_WAIT_POLICY": "passive"}
