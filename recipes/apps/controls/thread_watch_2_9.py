"""Known-bad: the pool of PyMongo 2.9 does not learn that a thread has ended: what tells it is kept alive.

Each request takes one connection of the pool for good; at the pool's limit of 100 the next one waits for ever.
"""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from ordinary_app import Application

import pymongo
from in_a_thread import run_in_a_thread
from pymongo.thread_util import ThreadIdent


class ThreadWatch(Application):
    check_classes = False
    kept = set()

    def connect(self):
        return pymongo.MongoClient(self.cell["uri"], auto_start_request=True)

    def work(self):
        run_in_a_thread(lambda: Application.work(self))


def watch(ident, callback, original=ThreadIdent.watch):
    ThreadWatch.kept.add(ident._make_vigil())
    original(ident, callback)


ThreadIdent.watch = watch
application = ThreadWatch()
