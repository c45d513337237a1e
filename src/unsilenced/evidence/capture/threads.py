"""Does many small things in several threads, a part at a time, and reports the progress."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from unsilenced.evidence.progress import Progress, silent


@dataclass(frozen=True)
class Workers:
    """How many threads work, and the progress callback that they call."""

    threads: int = 1
    progress: Progress = silent

    def do(self, part: Callable[[slice], None], number: int, at_once: int) -> None:
        """Do things 0 to `number`, at most `at_once` of them in one call of `part`."""
        parts = [slice(at, min(at + at_once, number)) for at in range(0, number, at_once)]
        with ThreadPoolExecutor(self.threads) as pool:
            try:
                for each, _ in zip(parts, pool.map(part, parts), strict=True):
                    self.progress(each.stop, number)
            except BaseException:
                # Otherwise Ctrl-C would wait until everything is done.
                pool.shutdown(wait=False, cancel_futures=True)
                raise


ALONE = Workers()
