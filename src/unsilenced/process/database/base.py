"""The backend that `settings.DATABASES` names. Django looks for its wrapper in this module."""

from __future__ import annotations

import select

from django.db.backends.postgresql import base
from psycopg import sql

from unsilenced.process.database.session import settings
from unsilenced.process.roles.names import serves

IDLE = "5min"
"""How long a session that answers requests may wait for the next one.

PostgreSQL shows when each session began, and when an idle one last did something: on a quiet site,
that is when somebody was last here. The threads that answer close theirs before
(`process.serving.workers`): PostgreSQL logs it when it ends a session, and that line tells the
same.
"""


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection with our settings, which looks at its socket first and does not idle long."""

    def init_connection_state(self) -> None:
        """Set up the session; one of the serving role ends when it idles.

        Before each request that is noticed, and another one is begun. Jobs and commands do not
        look.
        """
        self.connection.execute(settings(self.connection))
        super().init_connection_state()
        if serves(self.settings_dict["USER"]):
            self.connection.execute(sql.SQL("SET idle_session_timeout = {}").format(IDLE))

    def is_usable(self) -> bool:
        """Tell whether a kept connection can take the next request.

        A server that has ended, or has ended this connection, has written to or closed the socket.
        A silent socket is fine, and this saves a round trip for each request, which took a tenth of
        the time of a submission. A connection that broke in use has no socket.
        """
        if self.connection.closed:
            return False
        waiting = select.poll()
        waiting.register(self.connection.pgconn.socket, select.POLLIN)
        return not waiting.poll(0) or super().is_usable()
