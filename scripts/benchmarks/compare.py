"""Times reg side by side with its peers: compare.py PROGRAM REG FOLDER [--quick] [--list]
[--only ROW]... [--against PEER]... [--cores N]...
[--prepare] [--again].

PROGRAM is RegBenchmarks, REG the binary, FOLDER keeps data, environments, tolerances and results.
Found tolerances are kept too; --again looks for them anew.
"""
import argparse
import json
import os
import sys

import peers
import start
import table
from measure import Bench
from workloads import load, workloads

parser = argparse.ArgumentParser(prog="scripts/bench", description="Times reg and its peers.")
parser.add_argument("program", help=argparse.SUPPRESS)
parser.add_argument("reg", help=argparse.SUPPRESS)
parser.add_argument("folder", help=argparse.SUPPRESS)
parser.add_argument("--quick", action="store_true", help="three short rows in two minutes")
parser.add_argument("--list", action="store_true", help="list the rows")
parser.add_argument("--only", action="append", metavar="ROW", help="time just this row")
parser.add_argument("--against", action="append", metavar="PEER", choices=[peer.name for peer in
                    peers.peers], help="compare with just this peer")
parser.add_argument("--cores", action="append", type=int, help="use so many cores; 1 and 2")
parser.add_argument("--prepare", action="store_true",
                    help="draw data and find the peers' tolerances, and time nothing")
parser.add_argument("--again", action="store_true", help="look for the peers' tolerances again")
options = parser.parse_args()

if options.list:
    for work in workloads:
        size = f"n = {work.rows}, p = {work.columns}" if work.rows else ""
        print(f"{work.key:<12} {work.title:<42} {size}")
    sys.exit()
unknown = set(options.only or ()) - {work.key for work in workloads}
if unknown:
    parser.error(f"there is no row '{sorted(unknown)[0]}'; --list lists them")
chosen = [work for work in workloads
          if (work.key in options.only if options.only else work.quick or not options.quick)]
available = os.cpu_count()
cores = options.cores or ([min(2, available)] if options.quick else
                          [count for count in (1, 2) if count <= available])

root = os.path.abspath(options.folder)
here = os.path.dirname(os.path.abspath(__file__))
missing = {}
if options.against:
    peers.peers[:] = [peer for peer in peers.peers if peer.name in options.against]
for peer in peers.peers:
    problem = "left out of a quick run" if options.quick and not peer.quick else \
        peers.install(peer, root)
    if problem:
        missing[peer.name] = problem
    if problem and not options.quick:
        print(f"bench: {peer.name} {problem}", file=sys.stderr)
bench = Bench(root, here, options.program, options.reg, options.quick)
if options.again and os.path.exists(bench.tolerances_file):
    os.remove(bench.tolerances_file)

results = []
for work in chosen:
    data = load(work, root)
    if options.prepare:
        if data:
            bench.prepare(work, data, missing)
        continue
    for count in cores:
        entries = bench.run(work, data, count, missing) if data else \
            start.run(work, bench, count, missing)
        table.show(work, entries, count)
        sys.stdout.flush()
        results += bench.dictionary(entries)
    del data
if options.prepare:
    sys.exit()
with open(f"{root}/results.json", "w") as file:
    json.dump(results, file, indent=1)
print("\nratio: the program's time over reg's; time: the median of so many runs; first: the first run "
      f"of a process.\nAll figures: {root}/results.json")
