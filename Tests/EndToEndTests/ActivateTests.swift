import Foundation
import MatrixHost
import MatrixTestSupport
import SystemPackage
import Testing

extension EndToEnd {
    @Suite("An Apache that is not ours", .timeLimit(.minutes(15))) struct ActivateTests {
        private let tool = SharedStore.tool

        @Test("loads what is active at each reload, and what was active before after an undo")
        func switching() async throws {
            let (first, second) = (Pair.newest, Pair.all[3])
            try await withTemporaryFolder { root in
                try Files.setPermissions(root, .sharedFolder)
                let modules = root.appending("modules")
                try Files.makeFolder(modules)
                try await withCleanUp { cleanUp in
                    cleanUp.add { for _ in 0..<2 { _ = try? await tool.run("activate", "--undo") } }
                    let answer = try await tool.answer(
                        Activated.self, "activate", first.python, first.modWsgi, "--install", modules.string)
                    #expect(
                        answer.installed == ["mod_wsgi_wsgimatrix.so", "wsgimatrix.load"].map { "\(modules)/\($0)" })
                    let apache = try await OtherApache(in: root, like: tool, first)
                    cleanUp.add { await apache.stop() }
                    try await apache.control("start")
                    try await apache.waitFor(first)

                    let switched = try await tool.answer(Activated.self, "activate", second.python, second.modWsgi)
                    #expect(switched.before == answer.cell && switched.previous == answer.cell)
                    for command in switched.reload { #expect(command.hasPrefix("apachectl ")) }
                    try await apache.control("graceful")
                    try await apache.waitFor(second)

                    #expect(try await tool.answer(Activated.self, "activate", "--undo").cell == answer.cell)
                    try await apache.control("graceful")
                    try await apache.waitFor(first)

                    await apache.stop()
                    #expect(try await tool.answer(Activated.self, "activate", "--undo").cell == nil)
                    #expect(try Files.listFolder(modules) == [])
                }
            }
        }

        @Test("is not given a file where somebody has put one")
        func foreign() async throws {
            try await withTemporaryFolder { root in
                let file = root.appending("wsgimatrix.load")
                try Files.writeFile(file, "# of somebody else\n")
                let outcome = try await tool.run(
                    "activate", Pair.newest.python, Pair.newest.modWsgi, "--install", root.string)
                #expect(outcome.status == .exited(73))
                #expect(
                    outcome.messages.contains("error: `\(file)` was not written by wsgimatrix"), "\(outcome.messages)")
                #expect(outcome.messages.contains("hint: move it away"))
                #expect(try Files.readText(file) == "# of somebody else\n")
                #expect(try await tool.run("activate", "--undo").status == .exited(1), "nothing was activated")
            }
        }
    }
}

private struct Activated: Decodable {
    var cell: String?
    var before: String?
    var previous: String?
    var installed: [String]
    var reload: [String]
}

/// An Apache with a configuration of its own, which reads the load files of `modules/`.
private struct OtherApache {
    let configuration: FilePath
    let executable: FilePath
    let url: String

    /// Its other modules and its user are those of a cell.
    init(in root: FilePath, like tool: Tool, _ pair: Pair) async throws {
        let provisioned = try await tool.answer(Provisioned.self, "provision", pair.python, pair.modWsgi)
        let probe = FilePath(provisioned.module).removingLastComponent().pushing("app/probe.py")
        let lines = try Files.readText(FilePath(provisioned.httpdConf)).split(separator: "\n").filter {
            $0.hasPrefix("LoadModule") && !$0.contains("wsgi_module") || $0.hasPrefix("User ") || $0.hasPrefix("Group ")
        }
        let port = try freeLoopbackPort()
        configuration = root.appending("other.conf")
        url = "http://127.0.0.1:\(port)/"
        executable = try #require(
            findExecutable("apache2", in: ["/usr/sbin"]) ?? findExecutable("httpd", in: ["/usr/sbin"]))
        try Files.writeFile(
            configuration,
            """
            ServerName localhost
            ServerRoot "\(root)"
            PidFile "\(root)/pid"
            ErrorLog "\(root)/error.log"
            Mutex "file:\(root)" default
            Listen 127.0.0.1:\(port)
            \(lines.joined(separator: "\n"))
            Include "\(root)/modules/*.load"
            WSGIScriptAlias / "\(probe)"
            <Directory "/">
                Require all granted
            </Directory>

            """)
    }

    func control(_ what: String) async throws {
        let output = try await run(what)
        try #require(output.status.isSuccess, "\(output.standardError)")
    }

    private func run(_ what: String) async throws -> CapturedOutput {
        try await Processes.live.capture(
            Command(executable, ["-f", configuration.string, "-k", what], environment: ["PATH": "/usr/bin:/bin"]))
    }

    /// Its end is waited for, since it runs from the temporary folder. Once more is no error.
    func stop() async {
        _ = try? await run("stop")
        try? await wait(for: "the end of Apache", within: .seconds(20)) {
            !ProcessTable.live.all().contains { $0.commandLine.contains(configuration.string) }
        }
    }

    /// A reload is over some time after its command is.
    func waitFor(_ pair: Pair) async throws {
        try await wait(for: "Python \(pair.python)", within: .seconds(30)) {
            guard let page = try? await HTTPProbe.live.get(url, .seconds(5)), page.status == 200 else { return false }
            let probe = try JSONDecoder().decode(Probe.self, from: Data(page.body))
            return probe.pythonVersion == pair.python && probe.modWsgiVersion == pair.modWsgi
                && probe.libpython.count == 1 && probe.libpython[0].hasPrefix(probe.realPrefix)
        }
    }
}
