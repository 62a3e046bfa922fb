"""Known-bad: the pool of PyMongo 2.2 does not learn that a thread has ended, so the thread's connection stays its own.

What PYTHON-353 came to under mod_wsgi 2 and Python 2.6: there the thread's end was never told, here what tells it is
kept alive.
"""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from ordinary_app import Application

from in_a_thread import run_in_a_thread
from pymongo.pool import Pool


class ThreadWatch(Application):
    check_classes = False
    kept = set()

    def work(self):
        run_in_a_thread(lambda: Application.work(self))


def ident(pool, original=Pool._get_thread_ident):
    tid = original(pool)
    ThreadWatch.kept.add(pool._local.vigil)
    return tid


Pool._get_thread_ident = ident
application = ThreadWatch()
