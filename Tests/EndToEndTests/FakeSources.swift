/// The files of the fake tarballs.
enum FakeSources {
    static let pythonConfigure = """
        #!/bin/sh
        for argument; do
            case "$argument" in --prefix=*) echo "prefix = ${argument#--prefix=}" > config.mk ;; esac
        done
        echo begun >> '{runs}'
        {hang}
        # The real one starts thousands of children and writes as many files.
        for number in 1 2 3 4 5 6 7 8 9 10; do
            sh -c 'sleep 0.02; : > conftest.$$' || exit 1
        done

        """

    static let pythonMakefile = """
        include config.mk
        library = libpython3.13.so.1.0
        objects = 1.o 2.o 3.o 4.o 5.o 6.o 7.o 8.o
        .PHONY: all install
        all: $(library)
        $(objects):
        \tsleep 0.05
        \tgcc -c -x c /dev/null -o $@
        $(library): $(objects)
        \tgcc -shared -Wl,-soname,$(library) $(objects) -o $(library)
        install: all
        \tmkdir -p $(DESTDIR)$(prefix)/bin $(DESTDIR)$(prefix)/lib
        \tcp python $(DESTDIR)$(prefix)/bin/python3.13
        \tsleep 0.1
        \tcp $(library) $(DESTDIR)$(prefix)/lib
        \tln -s $(library) $(DESTDIR)$(prefix)/lib/libpython3.13.so

        """

    static let interpreter = """
        #!/bin/sh
        prefix=$(cd "$(dirname "$0")/.." && pwd -P)
        echo '{"version": "3.13.99", "prefix": "'"$prefix"'", "shared": true, "missing": {}}'

        """

    static let moduleConfigure = """
        #!/bin/sh
        for argument; do
            case "$argument" in
                --with-python=*) echo "python = ${argument#--with-python=}" ;;
                --with-apxs=*) echo "apxs = ${argument#--with-apxs=}" ;;
            esac
        done > config.mk
        echo "flags = $CFLAGS $LDFLAGS" >> config.mk
        sleep 0.1

        """

    static let moduleMakefile = """
        include config.mk
        .PHONY: all
        all:
        \tmkdir -p src/server/.libs
        \tgcc -shared -fPIC `$(apxs) -q EXTRA_CPPFLAGS` -I`$(apxs) -q INCLUDEDIR` -I`$(apxs) -q APR_INCLUDEDIR` \\
        \t    $(flags) module.c -o src/server/.libs/mod_wsgi.so \\
        \t    -Wl,--no-as-needed -L$(dir $(python))../lib -lpython3.13

        """

    static let module = """
        #include "httpd.h"
        #include "http_config.h"
        AP_DECLARE_MODULE(wsgi) = { STANDARD20_MODULE_STUFF };

        """
}
