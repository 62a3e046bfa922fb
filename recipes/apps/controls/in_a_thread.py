"""Each request in a thread of its own, as mod_wsgi 2 ran them."""

import sys
import threading


def run_in_a_thread(body):
    """Runs `body` to its end in a new thread; what it raises is raised here."""
    failures = []

    def run():
        try:
            body()
        except Exception:
            failures.append(sys.exc_info()[1])

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    if failures:
        raise failures[0]
