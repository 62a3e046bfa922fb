"""Known-bad: every 20th connection that should go back to the pool does not, and stays open (PyMongo 4.9 and later)."""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from ordinary_app import Application, connected

from pymongo.synchronous.pool import Pool

EVERY = 20


class CheckinLost(Application):
    lost = []
    checkins = 0
    checkin = Pool.checkin

    def connect(self):
        # A pool with a limit would end in a hang before the leak can be measured.
        mark = "&" if "?" in self.cell["uri"] else "/?"
        return connected(self.cell["uri"].rstrip("/") + mark + "maxPoolSize=0", self.hello.get("setName"))

    @classmethod
    def lose(cls, pool, connection):
        cls.checkins += 1
        if cls.checkins % EVERY or pool.is_sdam:
            cls.checkin(pool, connection)
        else:
            cls.lost.append(connection)


Pool.checkin = lambda pool, connection: CheckinLost.lose(pool, connection)
application = CheckinLost()
