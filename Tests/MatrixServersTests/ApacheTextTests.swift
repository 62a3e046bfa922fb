import MatrixModel
import SystemPackage
import Testing

@testable import MatrixServers

@Suite("Values in Apache's configuration")
struct ApacheTextTests {
    @Test(
        "are quoted so that Apache reads what was meant",
        arguments: [
            ("/plain", #""/plain""#), ("/a b", #""/a b""#), (#"/a"b"#, #""/a\"b""#), (#"/a\b"#, #""/a\\b""#),
            ("/$1%{X}#ü", #""/$1%{X}#ü""#),
        ])
    func quoted(text: String, written: String) throws { #expect(try ApacheText.quoted(text) == written) }

    @Test("are refused when nothing can carry them", arguments: ["a\nb", "a\tb", "a\u{7F}b", "a${PATH}b"])
    func refused(text: String) {
        #expect(throws: ServerError.self) { try ApacheText.quoted(text) }
    }

    @Test("keep wildcards out of Include, and quotes out of Define")
    func places() {
        #expect(throws: ServerError.unwritableValue("/a*", reason: "it holds a wildcard (`*`, `?` or `[`)")) {
            try ApacheText.quotedPattern("/a*")
        }
        #expect(throws: ServerError.unwritableValue(#"/a"b"#, reason: "it holds a quote or a backslash")) {
            try ApacheText.quotedDefinition(#"/a"b"#)
        }
    }

    @Test("never bring in directives that this mod_wsgi lacks")
    func unknownDirective() throws {
        let renderer = try ApacheRenderer(templates: checkout.appending("recipes/templates"))
        var configuration = try sampleConfiguration("3.9.2+4.9.4")
        configuration.extraDirectives = [.init("WSGIPerInterpreterGIL", "On")]
        #expect(throws: ServerError.unknownDirective("WSGIPerInterpreterGIL", modWsgi: Version("4.9.4")!)) {
            try renderer.modWsgiTestConf(configuration)
        }
        configuration = try sampleConfiguration("3.13.5+6.1.1")
        configuration.extraDirectives = [.init("WSGIPerInterpreterGIL", "On")]
        configuration.daemonOptions = [.init("startup-timeout", "15")]
        let text = try renderer.modWsgiTestConf(configuration)
        #expect(text.contains("\nWSGIPerInterpreterGIL \"On\"\n"))
        #expect(text.contains(" python-home=\"/store/python/3.13.5\" \\\n    startup-timeout=\"15\"\n"))
    }

    @Test("an MPM that this Apache lacks is refused")
    func missingMPM() throws {
        let renderer = try ApacheRenderer(templates: checkout.appending("recipes/templates"))
        var configuration = try sampleConfiguration("3.13.5+6.1.1+daemon+worker")
        configuration.installation.mpms = [.event]
        #expect(throws: ServerError.mpmMissing(.worker, has: [.event])) { try renderer.httpdConf(configuration) }
    }
}

@Suite("Run folder")
struct RunFolderTests {
    @Test("keeps its sockets where their names fit, elsewhere under a short name of its own")
    func sockets() {
        #expect(RunFolder("/run/cell", userID: 0).socketFolder == "/run/cell")
        let deep = FilePath("/" + String(repeating: "x", count: 90))
        let folder = RunFolder(deep, userID: 1000).socketFolder
        #expect(folder.string.hasPrefix("/tmp/wsgimatrix-1000-"))
        #expect(folder != RunFolder(deep.appending("y"), userID: 1000).socketFolder)
    }
}

@Suite("Error log")
struct ErrorLogTests {
    @Test("tells the first real errors, without notices and prefixes, each once")
    func firstErrors() {
        let log = """
            [Sun Nov 22 19:01:39.2 2026] [wsgi:info] [pid 1:tid 1] mod_wsgi (pid=1): Initializing Python.
            Fatal Python error: init_fs_encoding
            [Sun Nov 22 19:01:40.2 2026] [core:notice] [pid 1:tid 1] AH00052: child pid 2 exit signal Aborted (6)
            [Sun Nov 22 19:01:40.2 2026] [wsgi:error] [pid 1:tid 1] [client 127.0.0.1:1] Traceback
            [Sun Nov 22 19:01:41.2 2026] [wsgi:error] [pid 1:tid 1] [client 127.0.0.1:1] Traceback
            """
        #expect(
            ErrorLog.firstErrors(in: log.split(separator: "\n")) == [
                "Fatal Python error: init_fs_encoding", "AH00052: child pid 2 exit signal Aborted (6)", "Traceback",
            ])
    }
}
