"""The ordinary application without its look at classes, which stores its documents again when the server has lost them.

The embedded server keeps nothing over a restart, and what a restart shows is the driver's.
"""

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
