"""Shows the entries of a workload, and whether its goals are met."""


def show(work, entries, cores):
    size = f", n = {work.rows}, p = {work.columns}" if work.rows else ""
    print(f"\n{work.title} ({work.key}){size}, {cores} core{'s' if cores > 1 else ''}")
    print(f"  {'program':<8} {'accuracy asked':<15} {'tolerance':>9} {'time':>10} {'first':>10} "
          f"{'runs':>4} {'ratio':>7}  error")
    for entry in entries:
        name = f"  {entry.program:<8} {entry.setting:<15} "
        if entry.problem:
            print(f"{name}{entry.problem[:100]}")
            continue
        accuracy = "" if entry.accuracy is None else f"{entry.accuracy:.0e}"
        ratio = f"{entry.ratio:.2f}" if entry.ratio else ""
        first = duration(entry.first) if entry.first and entry.setting == "default" else ""
        print(f"{name}{entry.tolerance:>9} {duration(entry.seconds):>10} {first:>10} "
              f"{entry.runs:>4} {ratio:>7}  {accuracy}")
    for line in verdicts(work, entries):
        print(f"  {line}")


def duration(seconds):
    if seconds < 1e-3:
        return f"{seconds * 1e6:.3g} us"
    return f"{seconds * 1e3:.3g} ms" if seconds < 1 else f"{seconds:.3g} s"


def verdicts(work, entries):
    """One line a goal."""
    ours = entries[0]
    if ours.seconds is None:
        return []
    lines = []
    if work.most_seconds is not None:
        word = "met" if ours.seconds <= work.most_seconds else "MISSED"
        lines.append(f"goal {word}: {duration(ours.seconds)}, at most "
                     f"{duration(work.most_seconds)}")
    for goal in work.goals:
        best = fastest(entries, goal)
        asked = "as it comes" if goal.setting == "default" else f"at {goal.setting} or better"
        if best is None:
            lines.append(f"goal open: no {goal.peer} {asked} to compare with")
            continue
        word = "met" if best.ratio >= goal.ratio else "MISSED"
        who = best.program if goal.peer != "best" else f"the best peer, {best.program},"
        lines.append(f"goal {word}: {best.ratio:.2f} times {who} {asked}; wanted {goal.ratio:g}")
    return lines


def fastest(entries, goal):
    """The entry that a goal is held against; an entry that is more exact than asked counts too."""
    def counts(entry):
        if entry.ratio is None or goal.peer not in ("best", entry.program):
            return False
        if goal.setting == "default":
            return entry.setting == "default"
        return entry.accuracy is not None and entry.accuracy <= float(goal.setting)
    return min(filter(counts, entries[1:]), key=lambda entry: entry.ratio, default=None)
