"""Builds a PyMongo with its C extensions into a folder for `sys.path`, without setuptools, pip or a network.

    cd SOURCES && PYTHON build_driver.py FOLDER-FOR-OBJECTS FOLDER-FOR-PACKAGES

The driver's own setup script says which extensions and packages there are: it is run with stand-ins for setuptools
(and for the distutils that 3.12 took out) that only take notes. Then each extension is compiled as this Python's
sysconfig says, and what fails to compile is a failure. So one way serves every release from 2.2, whose script needs
`setuptools.Feature`, to 4.20, which builds through hatchling. One file for Python 2.7 to 3.14.
"""

import os
import shlex
import shutil
import subprocess
import sys
import sysconfig
import types


DISTUTILS_ERRORS = ["CCompilerError", "DistutilsExecError", "DistutilsPlatformError", "DistutilsOptionError"]


class Extension(object):
    def __init__(self, name, sources, **options):
        self.name = name
        self.sources = sources
        self.include_dirs = options.pop("include_dirs", None) or []
        self.define_macros = options.pop("define_macros", None) or []
        self.extra_compile_args = options.pop("extra_compile_args", None) or []
        unknown = sorted(key for key in options if options[key])
        if unknown:
            raise SystemExit("error: the extension %s has %s, which is not known here" % (name, ", ".join(unknown)))


class Feature(object):
    """setuptools' way to make extensions optional, until 2019."""

    def __init__(self, description, ext_modules=(), **options):
        self.ext_modules = ext_modules


class Command(object):
    user_options = []
    boolean_options = []


class Notes(object):
    packages = ()
    extensions = ()

    def setup(self, packages=(), ext_modules=(), features=None, **others):
        self.packages = packages
        self.extensions = list(ext_modules or ())
        for feature in (features or {}).values():
            self.extensions += feature.ext_modules


def module(name, **contents):
    made = types.ModuleType(name)
    made.__path__ = []
    made.__dict__.update(contents)
    sys.modules[name] = made


def stand_in(notes):
    # Some scripts compare the version with the oldest that they can work with.
    module("setuptools", __version__="80.0.0", setup=notes.setup, Extension=Extension, Feature=Feature, Command=Command)
    module("setuptools.extension", Extension=Extension)
    module("setuptools.command")
    for name in ("build_ext", "build_py"):
        module("setuptools.command." + name, **{name: Command})
    if sys.version_info >= (3, 12):
        module("distutils")
        module("distutils.cmd", Command=Command)
        module("distutils.core", Extension=Extension)
        module("distutils.command")
        module("distutils.command.build_ext", build_ext=Command)
        module("distutils.sysconfig", get_config_vars=sysconfig.get_config_vars)
        module("distutils.errors", **dict((name, type(name, (Exception,), {})) for name in DISTUTILS_ERRORS))


def noted():
    """What the driver's script hands to `setup`."""
    script = "_setup.py" if os.path.exists("_setup.py") else "setup.py"
    notes = Notes()
    stand_in(notes)
    sys.argv = [script, "build_ext", "-i"]
    sys.path.insert(0, os.getcwd())
    with open(script, "rb") as file:
        code = compile(file.read(), script, "exec")
    exec(code, {"__name__": "__main__", "__file__": os.path.abspath(script)})
    if not notes.extensions:
        raise SystemExit("error: %s names no extension" % script)
    return notes


def words(*names):
    return [word for name in names for word in shlex.split(sysconfig.get_config_var(name) or "")]


def run(command):
    print(" ".join(command))
    sys.stdout.flush()
    if subprocess.call(command):
        raise SystemExit(1)


def build(extension, scratch):
    """Leaves the extension beside its package's Python files."""
    folders = [sysconfig.get_path("include"), sysconfig.get_path("platinclude")] + list(extension.include_dirs)
    options = ["-I" + folder for folder in folders]
    options += ["-D%s=%s" % macro if macro[1] is not None else "-D" + macro[0] for macro in extension.define_macros]
    objects = []
    for source in extension.sources:
        target = os.path.join(scratch, extension.name + "-" + source.replace("/", "-") + ".o")
        run(words("CC", "CFLAGS", "CCSHARED") + options + extension.extra_compile_args + ["-c", source, "-o", target])
        objects.append(target)
    suffix = sysconfig.get_config_var("EXT_SUFFIX") or sysconfig.get_config_var("SO")
    run(words("LDSHARED") + objects + ["-o", extension.name.replace(".", "/") + suffix])


def is_source(name):
    return name.endswith((".c", ".h", ".o")) or name == "__pycache__"


def main():
    objects, destination = sys.argv[1:]
    notes = noted()
    for extension in notes.extensions:
        build(extension, objects)
    for package in sorted(set(name.split(".")[0] for name in notes.packages)):
        shutil.copytree(
            package,
            os.path.join(destination, package),
            ignore=lambda folder, names: [name for name in names if is_source(name)],
        )


main()
