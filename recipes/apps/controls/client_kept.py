"""Known-bad: opens another client in every request and keeps it."""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from ordinary_app import Application


class ClientKept(Application):
    kept = []

    def work(self):
        Application.work(self)
        client = self.connect()
        self.collection(client).find_one()
        self.kept.append(client)


application = ClientKept()
