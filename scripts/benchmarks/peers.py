"""Who reg is compared with: how each peer is installed, what it can do, and its tolerances.

Each Python package has an environment of its own, since the numpy that one needs another refuses.
"""
import os
import subprocess
from dataclasses import dataclass


@dataclass(frozen=True)
class Peer:
    name: str
    #: What pip calls it; empty for R, which comes from Debian.
    package: str
    tasks: tuple
    #: Whether it is part of a quick run.
    quick: bool = False
    #: The loosest tolerance to try and the tightest, as powers of ten; none where it has no such knob.
    tolerances: tuple = ()

    @property
    def ladder(self):
        """Tolerances from loose to tight."""
        if not self.tolerances:
            return []
        loosest, tightest = self.tolerances
        return [f"1e{power}" for power in range(loosest, tightest - 1, -1)]


peers = [
    Peer("glmnet", "", ("path", "cv", "ridge", "new", "start", "start-fit"), True, (-8, -16)),
    Peer("sklearn", "scikit-learn", ("path", "cv", "ridge", "start", "start-fit"), True, (-5, -14)),
    Peer("lars", "scikit-learn", ("path",)),
    Peer("skglm", "skglm", ("path",), False, (-5, -14)),
    Peer("celer", "celer", ("path", "cv"), False, (-7, -14)),
    Peer("adelie", "adelie", ("path",), True, (-8, -18)),
]


def python_of(peer, root):
    return f"{root}/environments/{peer.package}/bin/python"


def install(peer, root):
    """Installs a Python peer unless it is there; gives why that failed, or nothing."""
    if not peer.package:
        return None
    python = python_of(peer, root)
    folder = f"{root}/environments/{peer.package}"
    if os.path.exists(f"{folder}/complete"):
        return None
    for command in (["python3", "-m", "venv", folder],
                    [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
                     "numpy", peer.package]):
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            lines = (done.stderr.strip() or done.stdout.strip()).splitlines()
            return "cannot be installed: " + (lines[-1] if lines else "no reason given")
    open(f"{folder}/complete", "w").close()
    return None


def command(peer, root, here, task, folder):
    """What starts a peer on a task: a process that does as `station.py` asks."""
    if peer.name == "glmnet":
        return ["Rscript", f"{here}/glmnet.R", task, folder]
    return [python_of(peer, root), f"{here}/peer.py", peer.name, task, folder]
