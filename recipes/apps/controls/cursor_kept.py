"""Known-bad: a cursor a request is left before its end and kept, so the server keeps it too."""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from ordinary_app import Application, BATCH


class CursorKept(Application):
    kept = []

    def work(self):
        Application.work(self)
        cursor = self.collection(self.client).find().batch_size(BATCH)
        next(cursor)
        self.kept.append(cursor)


application = CursorKept()
