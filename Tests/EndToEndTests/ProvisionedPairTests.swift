import MatrixHost
import MatrixModel
import MatrixTestSupport
import SystemPackage
import Testing

extension EndToEnd {
    /// Contracts that need something in the store.
    @Suite("What a script does with a provisioned pair", .timeLimit(.minutes(15))) struct ProvisionedPairTests {
        private let tool = SharedStore.tool

        @Test("a shell evaluates what env prints")
        func environment() async throws {
            let answer = try await tool.answer(Provisioned.self, "provision", Pair.newest.python, Pair.newest.modWsgi)
            let text = try await tool.succeed("env", "3.13.5+6.1.1").output
            let script =
                #"eval "$1" && printf '%s\n' "$LD_LIBRARY_PATH" "$MOD_WSGI_SO" "$MOD_WSGI_CONF" "$WSGIMATRIX_CELL""#
            let output = try await Processes.live.capture(
                Command("/bin/sh", ["-ec", script, "sh", text], environment: [:]))
            #expect(output.standardError == "")
            #expect(
                output.standardOutput.split(separator: "\n").map(String.init) == [
                    answer.libraryPath, answer.module, answer.modWsgiTestConf, answer.cell,
                ])
        }

        @Test("env of a cell that is not there fails with the command that makes it")
        func noEnvironment() async throws {
            let outcome = try await tool.run("env", "3.9.2+4.6.8+embedded+worker")
            #expect(outcome.status == .exited(1))
            #expect(outcome.output == "")
            #expect(outcome.messages.contains("wsgimatrix provision 3.9.2 4.6.8 --mode embedded --mpm worker"))
            #expect(try await tool.run("env", "3.9.2").status == .exited(64))
        }

        @Test("the lists show it")
        func lists() async throws {
            struct Cells: Decodable {
                struct Row: Decodable { var cell: String }
                var cells: [Row]
            }
            let answer = try await tool.answer(Provisioned.self, "provision", Pair.newest.python, Pair.newest.modWsgi)
            #expect(try await tool.answer(Cells.self, "list").cells.map(\.cell).contains(answer.cell))
            let entries = try await tool.answer(Entries.self, "cache", "list").entries
            #expect(entries.contains { $0.kind == "python" && $0.folder == answer.pythonHome })
            #expect(entries.contains { $0.kind != "python" && $0.label.hasPrefix("6.1.1 for") })
        }

        @Test("fetch --to fills a mirror from which a new store works offline, and without it says what is missing")
        func mirror() async throws {
            try await withTemporaryFolder { root in
                let mirror = try await SharedStore.mirror(.newest, in: root)
                #expect(try Files.listFolder(mirror) == ["Python-3.13.5.tar.xz", "mod_wsgi-6.1.1.tar.gz"])

                let other = Tool(store: root.appending("other"))
                let arguments = ["fetch", "--python", "3.13.5", "--mod-wsgi", "6.1.1", "--offline"]
                let missing = try await other.run(arguments)
                #expect(missing.status == .exited(69))
                #expect(missing.messages.contains("`Python-3.13.5.tar.xz`"), "\(missing.messages)")

                let fetched = try await other.run(arguments + ["--mirror", mirror.string, "--json"])
                let files = try fetched.decoded(as: Fetched.self).files
                #expect(files.map(\.name) == ["Python-3.13.5.tar.xz", "mod_wsgi-6.1.1.tar.gz"])
                for file in files {
                    #expect(try sha256(ofFile: FilePath(file.path)).hexadecimal == file.sha256)
                }
                #expect(try await other.run(arguments).status == .exited(0), "the store holds them now")
            }
        }
    }
}
