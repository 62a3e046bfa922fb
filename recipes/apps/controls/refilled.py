"""For a MongoDB that comes back empty: fills it again instead of failing, and does not look at classes."""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from ordinary_app import Application


class Refilled(Application):
    check_classes = False

    def work(self):
        with self.lock:
            if self.collection(self.client).find_one() is None:
                self.fill(self.client)
        Application.work(self)


application = Refilled()
