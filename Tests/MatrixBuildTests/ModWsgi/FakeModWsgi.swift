import MatrixHost
import MatrixTestSupport
import SystemPackage

/// A source folder that compiles a real, tiny `mod_wsgi.so` for the system's Apache.
struct FakeModWsgi {
    /// C, after the headers of Apache.
    var source = Self.module
    /// Shell words of the link; the flags that `configure` was given come first.
    var link = "$LDFLAGS -L$prefix/lib -l:libpython3.13.so.1.0"
    /// Shell lines that `make` runs after the link.
    var after = ":"

    static let module = """
        int Py_IsInitialized(void);
        int wsgi_uses_python(void) { return Py_IsInitialized(); }
        AP_DECLARE_MODULE(wsgi) = { STANDARD20_MODULE_STUFF };

        """

    func unpack(into folder: FilePath) async throws {
        let script = """
            printf '%s\\n' "$@" > configure-arguments
            for word; do
                case $word in
                    --with-python=*) prefix=${word#--with-python=}; prefix=${prefix%/bin/*};;
                    --with-apxs=*) apxs=${word#--with-apxs=};;
                esac
            done
            printf '%s\\n' 'all:' "	sh make.sh '$prefix' '$apxs' '$LDFLAGS'" > Makefile

            """
        try await writeFakeTool("configure", in: folder, script: script)
        try Files.makeFolders(folder.appending("src/server/.libs"))
        let build = """
            set -e
            prefix=$1 LDFLAGS=$3
            includes=$($2 -q EXTRA_INCLUDES)
            gcc -shared -fPIC -O2 -w $includes -I"$($2 -q INCLUDEDIR)" -Wl,--no-as-needed \\
                -o src/server/.libs/mod_wsgi.so mod_wsgi.c \(link)
            \(after)

            """
        try Files.writeFile(folder.appending("make.sh"), build)
        let headers = "#include <httpd.h>\n#include <http_config.h>\n"
        try Files.writeFile(folder.appending("mod_wsgi.c"), headers + source)
    }
}
