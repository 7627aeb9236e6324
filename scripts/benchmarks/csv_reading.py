"""Times how long reg and its peers take to read comma-separated values, and checks what reg reads.

csv_reading.py PROGRAM FOLDER [--quick] [--only NAME]. Every program reads each file in turn, five times,
pinned to one processor and to two, from a warm cache. "whole" is the time of the process; "inside"
is what the program itself measures around its second reading, without its start. Ratios are the
peer's time over reg's.
"""
import os
import statistics
import subprocess
import sys
import time

import numpy as np

program, folder = sys.argv[1:3]
quick = "--quick" in sys.argv
only = sys.argv[sys.argv.index("--only") + 1] if "--only" in sys.argv else ""
repeats = 1 if quick else 5
share = 10 if quick else 1

# name, rows, columns
files = [("tall", 500000 // share, 20), ("wide", 50000 // share, 200),
         ("mixed", 1000000 // share, 20), ("whole", 1000000 // share, 20)]

reg_script = """
f = args()[1]
d = read(f)
t = time()
d = read(f)
print(time() - t)
"""

python_script = """
import sys, time
name, file, threads = sys.argv[1], sys.argv[2], int(sys.argv[3])
if name == "polars":
    import polars
    read = lambda: polars.read_csv(file, infer_schema_length=10000, null_values="NA")
elif name == "pandas":
    import pandas
    read = lambda: pandas.read_csv(file)
elif name == "pandas-pyarrow":
    import pandas
    read = lambda: pandas.read_csv(file, engine="pyarrow")
else:
    import duckdb
    db = duckdb.connect()
    db.execute(f"set threads = {threads}")
    read = lambda: db.execute(
        f"create or replace table t as select * from read_csv('{file}', nullstr=['NA',''])")
d = read()
start = time.perf_counter()
d = read()
print(time.perf_counter() - start)
"""

r_script = """
a <- commandArgs(TRUE)
suppressMessages(library(data.table)); setDTthreads(as.integer(a[2]))
d <- fread(a[1], showProgress = FALSE)
t <- proc.time()[[3]]; d <- fread(a[1], showProgress = FALSE); cat(proc.time()[[3]] - t, "\\n")
"""


def generate(path, name, rows, columns):
    random = np.random.default_rng(7)
    if name == "mixed":
        words = lambda count, size: np.array(["".join(letters) for letters in random.choice(
            list("abcdefghijklmnopqrstuvwxyz"), (count, size))])
        pick = lambda values: list(values[random.integers(0, len(values), rows)])
        gap = random.random((rows, 8)) < 0.02
        numbers = random.standard_normal((rows, 8))
        made = [["NA" if g else f"{v:.{6 + i % 12}g}"
                 for i, (v, g) in enumerate(zip(numbers[:, j], gap[:, j]))] for j in range(8)]
        made += [list(map(str, random.integers(0, 10 ** (j + 1), rows))) for j in range(4)]
        made += [pick(words(count, 6)) for count in (3, 50, 2000)]
        made += [pick(np.array(["TRUE", "FALSE"])) for _ in range(2)]
        made += [pick(np.array([f"20{y:02}-{m:02}-{d:02}" for y in range(10) for m in range(1, 13)
                                for d in range(1, 29)]))]
        made += [[f"id{i:08}" for i in range(rows)]]
        made += [pick(np.array(["a short remark", "one, with a comma", 'and "quotes"', ""]))]
        made[-1] = ['"%s"' % text.replace('"', '""') for text in made[-1]]
    elif name == "whole":
        made = [list(map(str, random.integers(-1000000, 1000000, rows))) for _ in range(columns)]
    else:
        values = random.standard_normal((rows, columns))
        digits = random.integers(6, 18, (rows, columns))
        made = [[f"{v:.{d}g}" for v, d in zip(values[:, j], digits[:, j])]
                for j in range(columns)]
    with open(path, "w") as file:
        print(",".join(f"c{j + 1}" for j in range(columns)), file=file)
        file.writelines(",".join(row) + "\n" for row in zip(*made))


def commands(path, cores):
    yield "reg", [program, f"{folder}/read.reg", path]
    for name in ("polars", "duckdb", "pandas"):
        if subprocess.run([sys.executable, "-c", f"import {name}"], capture_output=True).returncode == 0:
            yield name, [sys.executable, "-c", python_script, name, path, str(cores)]
    yield "data.table", ["Rscript", "-e", r_script, path, str(cores)]


def check(path, rows, columns):
    """The share of values that reg reads to the bits of Python's float, which is strtod's."""
    with open(path) as file:
        next(file)
        expected = np.array([[float(cell) for cell in line.split(",")] for line in file]).ravel()
    script = f'write(read("{path}"), "{folder}/back.csv")'
    subprocess.run([program, "-e", script], check=True)
    with open(f"{folder}/back.csv") as file:
        next(file)
        got = np.array([[float(cell) for cell in line.split(",")] for line in file]).ravel()
    same = expected.view(np.uint64) == got.view(np.uint64)
    return f"{same.sum()} of {rows * columns} doubles bit-identical to strtod, read and written"


os.makedirs(folder, exist_ok=True)
with open(f"{folder}/read.reg", "w") as file:
    file.write(reg_script)
for name, rows, columns in files:
    if only not in name:
        continue
    path = f"{folder}/{name}-{rows}-{columns}.csv"
    if not os.path.exists(path):
        generate(path, name, rows, columns)
    size = os.path.getsize(path)
    print(f"\n{name}: {rows} x {columns}, {size / 1e6:.0f} MB")
    if name != "mixed":
        print(check(path, rows, columns))
    for cores in (1, 2):
        wholes, insides = {}, {}
        for _ in range(repeats):
            for peer, command in commands(path, cores):
                once = [part.replace("d = read()\nstart", "start") if part == python_script else part
                        for part in command]
                environment = dict(os.environ, POLARS_MAX_THREADS=str(cores))
                for key in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"):
                    environment.pop(key, None)
                pinned = ["taskset", "--cpu-list", "0" if cores == 1 else "0,1"]
                out = subprocess.run(pinned + command, env=environment, capture_output=True, text=True)
                if out.returncode == 0:
                    insides.setdefault(peer, []).append(float(out.stdout.split()[-1]))
                if peer == "reg":
                    once = [program, "-e", f'd = read("{path}")']
                elif peer == "data.table":
                    once = ["Rscript", "-e", r_script.split("\nt <-")[0], path, str(cores)]
                start = time.perf_counter()
                out = subprocess.run(pinned + once, env=environment, capture_output=True, text=True)
                if out.returncode == 0:
                    wholes.setdefault(peer, []).append(time.perf_counter() - start)
        inside = {peer: statistics.median(times) for peer, times in insides.items()}
        whole = {peer: statistics.median(times) for peer, times in wholes.items()}
        print(f"{cores} processor{'s' if cores > 1 else ''}:   inside   GB/s   ratio    whole   ratio")
        for peer in inside:
            print(f"  {peer:<12}{inside[peer] * 1e3:8.0f} ms{size / inside[peer] / 1e9:6.2f}"
                  f"{inside[peer] / inside['reg']:8.2f}{whole[peer] * 1e3:8.0f} ms"
                  f"{whole[peer] / whole['reg']:8.2f}")
