"""Sending from several connections while a killer ends processes at random points."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from queue import Empty, SimpleQueue

from faults.calls import Call, NotSentError, UnknownError, make
from faults.running_site import RunningSite, kill, until, wait_until_gone
from faults.stories import Story

CONNECTIONS = 8
DONE = {200, 201}


@dataclass
class Killing:
    """A site, whose stories are told to it while it dies and lives again.

    `turn` counts what was begun, so that the killer strikes while others are at work.
    """

    site: RunningSite
    session: dict
    chance: object
    up: threading.Event = field(default_factory=threading.Event)
    turn: threading.Condition = field(default_factory=threading.Condition)
    begun: int = 0
    strikes: list = field(default_factory=list)
    over: bool = False

    def tell(self, stories):
        """Send every story's deeds, each once, while the killer is about."""
        waiting = SimpleQueue()
        for story in stories:
            waiting.put(story)
        self.up.set()
        killer = threading.Thread(target=self._kill_at, args=[self._moments(stories)])
        killer.start()
        with ThreadPoolExecutor(CONNECTIONS) as pool:
            done = [pool.submit(self._tell_each, waiting) for _ in range(CONNECTIONS)]
            for each in done:
                each.result()
            with self.turn:
                self.over = True
                self.turn.notify_all()
        killer.join()

    def send_again(self, stories):
        """Send what is not confirmed, again or for the first time; return the refusals."""
        refused = []
        for story in stories:
            for deed in story.deeds:
                if not deed.confirmed:
                    answer = self._make(story, deed)
                    gone = deed.kind == "delete" and answer.status == 404
                    deed.confirmed = answer.status in DONE or gone
                    refused += [] if deed.confirmed else [(deed.kind, answer.status, answer.body)]
        return refused

    def _tell_each(self, waiting):
        while True:
            try:
                self._tell(waiting.get_nowait())
            except Empty:
                return

    def _tell(self, story: Story):
        for deed in story.deeds:
            if not _can_follow(story, deed):
                return
            self._try_once(story, deed)

    def _try_once(self, story, deed):
        while True:
            self.up.wait()
            with self.turn:
                self.begun += 1
                self.turn.notify_all()
            try:
                answer = self._make(story, deed)
            except NotSentError:
                continue
            except UnknownError:
                deed.unknown = True
                return
            assert answer.status in DONE, (deed.kind, answer.status, answer.body)
            deed.confirmed = True
            return

    def _make(self, story, deed):
        call = deed.call
        if deed.kind == "project-message":
            path = call.path.format(report=story.writer.report)
            call = replace(call, path=path, headers=call.headers | self.session)
        answer = make(self.site.port, call)
        if deed.kind == "report" and answer.status in DONE:
            story.is_told = True
        return answer

    def _moments(self, stories):
        """After how many deeds to strike, and how: each way at least once."""
        ways = [self._one_backend, self._one_backend, self._one_backend]
        ways += [self._answering, self._serve, self._postmaster, self._everything]
        self.chance.shuffle(ways)
        # Each strike may end as many stories as there are connections: this many are surely sent.
        sure = 1 - len(ways) * CONNECTIONS / len(stories)
        reach = int(sure * sum(len(story.deeds) for story in stories))
        return zip(sorted(self.chance.sample(range(10, reach), len(ways))), ways, strict=True)

    def _kill_at(self, moments):
        for moment, way in moments:
            with self.turn:
                self.turn.wait_for(lambda at=moment: self.begun >= at or self.over)
                if self.over:
                    return
            way()

    def _one_backend(self):
        # PostgreSQL then ends all the others and recovers; the site stays.
        before = self.site.database_processes()
        self._strike("a process of PostgreSQL", [self.chance.choice(before[1:])])
        until(self._answers)
        self.up.set()

    def _answers(self):
        try:
            return make(self.site.port, Call("GET", "/")).status == 200
        except (NotSentError, UnknownError):
            return False

    def _answering(self):
        self._strike("what answers", [self.chance.choice(self.site.answering())])
        self._start_again()

    def _serve(self):
        self._strike("the first process", [self.site.serving])
        self._start_again()

    def _postmaster(self):
        self._strike("PostgreSQL's first process", self.site.database_processes()[:1])
        self._start_again()

    def _everything(self):
        self._strike("everything", [*self.site.database_processes(), *self.site.processes()])
        self._start_again()

    def _strike(self, what, processes):
        self.whole = self.site.processes()
        self.strikes.append((self.begun, what))
        self.up.clear()
        kill(processes)

    def _start_again(self):
        wait_until_gone(self.whole)
        self.site.start()
        self.up.set()


def _can_follow(story, deed):
    """Whether `deed` makes sense yet: people who do not know what arrived do not delete."""
    needed = {"report": (), "chunk": ("report", "attachment")}.get(deed.kind, ("report",))
    if deed.kind == "delete":
        return all(each.confirmed for each in story.deeds[:-1])
    return all(each.confirmed for each in story.of(*needed))
