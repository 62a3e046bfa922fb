import MatrixHost
import MatrixModel
import MatrixTestSupport
import SystemPackage
import Testing

@testable import MatrixBuild

/// With the machine's own Python: what counts is how an interpreter reads what was rewritten.
@Suite struct RelocationTests {
    @Test func valuesOfBuildTimeAreFoundWhereTheyAre() async throws {
        try await withInstallation { prefix in
            let folder = prefix.pushing("lib/python3.13")
            try Files.writeFile(
                folder.appending("_sysconfigdata__linux_x86_64-linux-gnu.py"),
                "# generated\nbuild_time_vars = {'LIBDIR': '/nonexistent/wsgimatrix/lib',\n 'Py_ENABLE_SHARED': 1}\n")
            try Relocation(installation: prefix).rewriteFiles()
            let answer = try await python(
                "import sys; sys.path.insert(0, '\(folder)'); sys.dont_write_bytecode = True\n"
                    + "v = __import__('_sysconfigdata__linux_x86_64-linux-gnu').build_time_vars\n"
                    + "print(v['LIBDIR'], v['Py_ENABLE_SHARED'])")
            #expect(answer == "\(prefix)/lib 1\n")
        }
    }

    @Test(arguments: ["bin/pydoc3.13", "lib/python3.13/config-3.13-x86_64-linux-gnu/python-config.py"])
    func aScriptIsStartedByTheInterpreterBesideIt(path: String) async throws {
        try await withInstallation { prefix in
            let script = prefix.pushing(FilePath(path))
            try Files.makeFolders(script.removingLastComponent())
            try Files.writeFile(
                script, "#!/nonexistent/wsgimatrix/bin/python3.13\nimport sys\nprint(sys.argv[1:])\n",
                permissions: .sharedFolder)
            try Files.replaceSymlink(at: prefix.pushing("bin/python3.13"), target: "/usr/bin/python3")
            try Relocation(installation: prefix).rewriteFiles()
            #expect(try Files.status(script)?.permissions == .sharedFolder)
            try Files.replaceSymlink(at: prefix.appending("link"), target: script)
            for name in [script, prefix.appending("link")] {
                let output = try await Processes.live.capture(
                    Command(name, ["a b", "c"], environment: ["PATH": "/usr/bin:/bin"]))
                #expect(output.standardOutput == "['a b', 'c']\n", "\(output.standardError)")
            }
        }
    }

    @Test func whatIsNoScriptOfThisPythonStaysAsItIs() async throws {
        try await withInstallation { prefix in
            let texts = ["#!/bin/sh\nprefix=\"/nonexistent/wsgimatrix\"\n", "no script"]
            for (number, text) in texts.enumerated() {
                try Files.writeFile(prefix.pushing("bin").appending("\(number)"), text)
            }
            try Relocation(installation: prefix).rewriteFiles()
            for (number, text) in texts.enumerated() {
                #expect(try Files.readText(prefix.pushing("bin").appending("\(number)")) == text)
            }
        }
    }

    @Test func aPackageAndAMakefileLookWhereTheyAre() async throws {
        try await withInstallation { prefix in
            let package = prefix.pushing("lib/pkgconfig/python-3.13.pc")
            let makefile = prefix.pushing("lib/python3.13/config-3.13/Makefile")
            for path in [package, makefile] { try Files.makeFolders(path.removingLastComponent()) }
            try Files.writeFile(
                package, "# See: man pkg-config\nprefix=/nonexistent/wsgimatrix\nlibdir=${prefix}/lib\n")
            try Files.writeFile(makefile, "prefix=\t\t/nonexistent/wsgimatrix\nall:\n\t@echo $(prefix)/lib\n")
            try Relocation(installation: prefix).rewriteFiles()
            #expect(try Files.readText(package).contains("\nprefix=${pcfiledir}/../..\nlibdir=${prefix}/lib\n"))
            let output = try await Processes.live.capture(
                Command("make", ["-f", makefile.string], environment: ["PATH": "/usr/bin:/bin"]))
            #expect(output.standardOutput == "\(prefix)/lib\n")
        }
    }

    private func withInstallation(_ body: (FilePath) async throws -> Void) async throws {
        try await withTemporaryFolder { folder in
            let prefix = try Files.real(folder).appending("python")
            try Files.makeFolders(prefix.appending("bin"))
            try Files.makeFolders(prefix.pushing("lib/python3.13"))
            try await body(prefix)
        }
    }

    private func python(_ script: String) async throws -> String {
        let output = try await Processes.live.capture(
            Command("python3", ["-c", script], environment: ["PATH": "/usr/bin:/bin"]))
        #expect(output.status.isSuccess, "\(output.standardError)")
        return output.standardOutput
    }
}
