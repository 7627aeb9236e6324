"""Runs one workload: finds each peer's tolerances, then times everybody in turn and scores them."""
import json
import os
import statistics
import time
from dataclasses import asdict, dataclass

import peers as peer_list
from scorer import scorer
from station import Failure, Station

#: Accuracies that peers are held to, as worst relative suboptimality or error; reg's own is near
#: 1e-15.
targets = ("1e-7",)


@dataclass
class Entry:
    """One line of the table."""
    work: str
    program: str
    #: "default", or the accuracy that the tolerance was chosen for.
    setting: str
    cores: int
    tolerance: str = "default"
    #: The median, and the first run of the process, which may compile.
    seconds: float = None
    first: float = None
    runs: int = 0
    accuracy: float = None
    #: The program's time over reg's.
    ratio: float = None
    problem: str = None


class Bench:
    def __init__(self, root, here, program, reg, quick):
        self.root, self.here, self.program, self.reg, self.quick = root, here, program, reg, quick
        self.repeats = 3 if quick else 5
        self.limit = 10 if quick else 60
        self.tolerances_file = f"{root}/tolerances.json"

    def station(self, peer, work, data, cores):
        if peer is None:
            return Station([self.program, work.task, data.folder], cores, self.limit)
        command = peer_list.command(peer, self.root, self.here, work.task, data.folder)
        return Station(command, cores, self.limit)

    # MARK: Tolerances

    def known_tolerances(self):
        if not os.path.exists(self.tolerances_file):
            return {}
        with open(self.tolerances_file) as file:
            return json.load(file)

    def tolerances(self, peer, work, data, judge):
        """For each target the loosest tolerance that reaches it, or why none does."""
        known, key = self.known_tolerances(), f"{peer.name} {work.key}"
        if key in known or not peer.ladder or judge is None or self.quick or \
                (work.task == "ridge" and peer.name == "sklearn"):
            return known.get(key, {})
        found = {}
        try:
            station = self.station(peer, work, data, os.cpu_count())
            station.ask("run default", grace=300)
            for tolerance in ("default", *peer.ladder):
                seconds = station.run(tolerance)
                path = station.write(f"{data.folder}/try.{peer.name}")
                accuracy = judge.score(judge.take(path))
                print(f"  {peer.name} at {tolerance}: {seconds:.3g} s, {accuracy:.1e}", flush=True)
                for target in targets:
                    if target not in found and accuracy <= float(target):
                        found[target] = tolerance
                if len(found) == len(targets):
                    break
                if seconds > self.limit:
                    raise Failure(f"takes longer than {self.limit:.0f} s")
            reason = "not reached"
            station.close()
        except (Failure, ValueError) as failure:
            reason = f"not reached: {failure}"
        for target in targets:
            found.setdefault(target, reason)
        known[key] = found
        with open(self.tolerances_file, "w") as file:
            json.dump(known, file, indent=1)
        return found

    def prepare(self, work, data, missing):
        """Finds the tolerances of all peers that have some."""
        judge = scorer(work, data)
        ours = Entry(work.key, "reg", "default", 1)
        stations = {}
        self.open(stations, None, work, data, os.cpu_count(), ours)
        if judge is not None and not ours.problem:
            judge.take(stations["reg"].write(f"{data.folder}/result.reg"))
            stations["reg"].close()
        for peer in peer_list.peers:
            if work.task in peer.tasks and peer.name not in missing:
                print(f"{work.key}: {peer.name}", flush=True)
                self.tolerances(peer, work, data, judge)

    # MARK: Timing

    def run(self, work, data, cores, missing):
        """The entries of a workload on a number of cores, reg's first."""
        judge = scorer(work, data)
        entries = [Entry(work.key, "reg", "default", cores)]
        stations = {}
        self.open(stations, None, work, data, cores, entries[0])
        if not entries[0].problem and judge is not None:
            # The peers' tolerances are found against what reg finds, or what is better.
            judge.take(stations["reg"].write(f"{data.folder}/result.reg"))
        for peer in peer_list.peers:
            if work.task not in peer.tasks:
                continue
            entry = Entry(work.key, peer.name, "default", cores)
            entries.append(entry)
            if peer.name in missing:
                entry.problem = missing[peer.name]
                continue
            self.open(stations, peer, work, data, cores, entry)
            if entry.problem:
                continue
            for target, tolerance in self.tolerances(peer, work, data, judge).items():
                held = Entry(work.key, peer.name, target, cores, tolerance)
                if tolerance.startswith("not reached"):
                    held.problem = tolerance
                entries.append(held)
        found = self.take_turns(entries, stations, data, judge)
        for station in stations.values():
            station.close()
        for entry, answer in found:
            entry.accuracy = judge.score(answer)
        for entry in entries:
            if entry.seconds and entries[0].seconds:
                entry.ratio = entry.seconds / entries[0].seconds
        return entries

    def open(self, stations, peer, work, data, cores, entry):
        """Starts a program and runs it once, which is its first run."""
        try:
            station = self.station(peer, work, data, cores)
            entry.first = float(station.ask("run default", grace=300))
            stations[entry.program] = station
        except Failure as failure:
            entry.problem = str(failure)

    def take_turns(self, entries, stations, data, judge):
        """Times every entry that can run, one run each at a time; gives their answers."""
        times = {id(entry): [] for entry in entries}
        found = []
        for turn in range(self.repeats):
            for entry in entries:
                if entry.problem or (turn > 0 and self.is_slow(times[id(entry)])):
                    continue
                station = stations[entry.program]
                try:
                    times[id(entry)].append(station.run(entry.tolerance))
                    if turn == 0 and judge is not None:
                        path = station.write(f"{data.folder}/result.{entry.program}")
                        found.append((entry, judge.take(path)))
                except (Failure, ValueError) as failure:
                    entry.problem = str(failure)
                    for other in entries:
                        if other.program == entry.program and not other.problem:
                            other.problem = f"after it {failure} at {entry.tolerance}"
        for entry in entries:
            entry.runs = len(times[id(entry)])
            if times[id(entry)] and not entry.problem:
                entry.seconds = statistics.median(times[id(entry)])
        return [(entry, answer) for entry, answer in found if not entry.problem]

    def is_slow(self, times):
        """Whether more runs would take minutes; the table then says how many there were."""
        return sum(times) > self.limit

    def dictionary(self, entries):
        return [asdict(entry) for entry in entries]
