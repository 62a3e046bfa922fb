import Foundation
import MatrixHost
import MatrixTestSupport
import SystemPackage
import Testing

extension EndToEnd {
    @Suite("What a script relies on") struct ContractTests {
        @Test(
            "explain gives a verdict, its reason and who says so; nothing is made or fetched",
            arguments: [
                ("3.13.5", "6.1.1", "supported"), ("2.7.18", "4.9.4", "supported"), ("3.13.5", "4.9.4", "unsupported"),
                ("3.9.2", "6.1.1", "unsupported"), ("3.13.5", "5.0.0", "compiler-dependent"),
            ])
        func explain(python: String, modWsgi: String, verdict: String) async throws {
            try await withTemporaryFolder { root in
                let tool = Tool(store: root.appending("store"))
                let answer = try await tool.answer(Explanation.self, "explain", python, modWsgi)
                #expect(answer.verdict == verdict)
                #expect(!answer.reason.isEmpty)
                #expect(!answer.source.isEmpty)
                #expect(try Files.status(tool.store) == nil)
            }
        }

        @Test("an unsupported pair is refused before anything is fetched, with the reason and the way round it")
        func unsupported() async throws {
            try await withTemporaryFolder { root in
                let tool = Tool(store: root.appending("store"))
                let outcome = try await tool.run("provision", "3.13.5", "4.9.4")
                #expect(outcome.status == .exited(1))
                #expect(outcome.output.isEmpty)
                #expect(outcome.messages.hasPrefix("error: mod_wsgi 4.9.4 cannot be built for Python 3.13.5: "))
                #expect(outcome.messages.contains("\nsource: "))
                #expect(outcome.messages.contains("`--force`"))
                #expect(try Files.status(tool.store.appending("downloads-v1")) == nil)
            }
        }

        @Test(
            "a store in a folder where no Makefile works is refused before anything is fetched",
            arguments: ["two words", "a:b", "$HOME"])
        func unusablePath(name: String) async throws {
            try await withTemporaryFolder { root in
                let tool = Tool(store: root.appending(name))
                let outcome = try await tool.run("provision", "3.13.5", "6.1.1")
                #expect(outcome.status == .exited(73))
                #expect(outcome.messages.contains("`\(tool.store)`"), "\(outcome.messages)")
                #expect(outcome.messages.contains("`--cache DIR`"))
                #expect(try Files.status(tool.store.appending("downloads-v1")) == nil)
            }
        }

        @Test(
            "an unknown version is a usage error that knows what was meant",
            arguments: [(["3.13.55", "6.1.1"], "3.13.5"), (["3.13.5", "6.1.7"], "6.1.1")])
        func unknownVersion(versions: [String], meant: String) async throws {
            try await withTemporaryFolder { root in
                let outcome = try await Tool(store: root.appending("store")).run(["provision"] + versions)
                #expect(outcome.status == .exited(64))
                #expect(outcome.messages.contains("did you mean"), "\(outcome.messages)")
                #expect(outcome.messages.contains(meant), "\(outcome.messages)")
            }
        }

        @Test("a malformed recipe is refused with its file and line")
        func malformedRecipe() async throws {
            try await withTemporaryFolder { root in
                try Files.writeFile(
                    root.appending("cpython.yaml"), "format: 1\nkind: cpython\nversions:\n  3.13.5: [\n")
                let tool = Tool(store: root.appending("store"))
                let broken = try await tool.run("list", "--available", "--recipes", root.string)
                #expect(broken.status == .exited(65))
                #expect(broken.messages.contains("\(root)/cpython.yaml:"), "\(broken.messages)")

                try Files.writeFile(
                    root.appending("cpython.yaml"),
                    """
                    format: 1
                    kind: cpython
                    archives: {tgz: {file: "{version}.tgz"}}
                    versions:
                      "3.13.5": {tgz: {sha256: "abc"}}

                    """)
                let wrong = try await tool.run("list", "--available", "--recipes", root.string)
                #expect(wrong.status == .exited(65))
                #expect(wrong.messages.contains("\(root)/cpython.yaml:5"), "\(wrong.messages)")
                #expect(wrong.messages.contains("64 hexadecimal digits"))
            }
        }

        @Test("list shows what the recipes know, and an empty store is no error")
        func lists() async throws {
            struct Available: Decodable {
                struct Row: Decodable {
                    var version: String
                    var verdicts: [String]
                }
                var pythons: [String]
                var modWsgis: [Row]
            }
            struct Cells: Decodable {
                struct Row: Decodable { var cell: String }
                var cells: [Row]
            }
            try await withTemporaryFolder { root in
                let tool = Tool(store: root.appending("store"))
                let available = try await tool.answer(Available.self, "list", "--available")
                let python = try #require(available.pythons.firstIndex(of: "3.13.5"))
                let row = try #require(available.modWsgis.first { $0.version == "6.1.1" })
                #expect(row.verdicts[python] == "supported")
                #expect(try await tool.answer(Cells.self, "list").cells.isEmpty)
                #expect(try await tool.answer(Entries.self, "cache", "list").entries.isEmpty)
                #expect(try await tool.answer(Statuses.self, "status").servers.isEmpty)
                for verb in [["list"], ["list", "--available"], ["cache", "list"], ["status"], ["stop"]] {
                    #expect(try await tool.run(verb).status == .exited(0))
                }
                #expect(try Files.status(tool.store) == nil, "looking makes nothing")
            }
        }
    }
}
