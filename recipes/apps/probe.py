"""Answers what runs here: which Python, which mod_wsgi, which process and which sub-interpreter.

One file for Python 2.7 to 3.14, with nothing but the standard library.
"""

import json
import os
import sys
import threading

try:
    from urllib.parse import parse_qs
except ImportError:  # Python 2
    from urlparse import parse_qs


# A test asks for the stacks of all threads, of a process that hangs by SIGUSR2 and of one that dies. The descriptor is
# named, because mod_wsgi's sys.stderr has none.
if os.environ.get("WSGIMATRIX_STACKS"):
    try:
        import faulthandler
        import signal
    except ImportError:  # Python 2
        pass
    else:
        faulthandler.enable(file=2, all_threads=True)
        faulthandler.register(signal.SIGUSR2, file=2, all_threads=True)


def mapped(name):
    """The files mapped into this process whose names begin so: more than one means that two builds are mixed."""
    with open("/proc/self/maps") as maps:
        # The path is the sixth field, and the only one that may hold spaces.
        fields = [line.rstrip("\n").split(None, 5) for line in maps]
    paths = set(field[5] for field in fields if len(field) == 6)
    return sorted(path for path in paths if os.path.basename(path).startswith(name))


def answer(environ):
    return {
        "python_version": ".".join(str(number) for number in sys.version_info[:3]),
        "version_info": list(sys.version_info),
        "version": sys.version,
        "executable": sys.executable,
        "prefix": sys.prefix,
        "real_prefix": os.path.realpath(sys.prefix),
        "exec_prefix": sys.exec_prefix,
        "standard_library": os.path.dirname(os.path.realpath(os.__file__)),
        "libpython": mapped("libpython"),
        "module": mapped("mod_wsgi.so"),
        "mod_wsgi_version": ".".join(str(number) for number in environ["mod_wsgi.version"]),
        "process_group": environ["mod_wsgi.process_group"],
        "application_group": environ["mod_wsgi.application_group"],
        "multithread": bool(environ["wsgi.multithread"]),
        "multiprocess": bool(environ["wsgi.multiprocess"]),
        "pid": os.getpid(),
        "thread": threading.current_thread().name,
        "nonce": parse_qs(environ.get("QUERY_STRING", "")).get("nonce", [None])[0],
    }


def application(environ, start_response):
    body = json.dumps(answer(environ), sort_keys=True).encode("ascii")
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [body]
