import Foundation
import MatrixHost
import MatrixTestSupport
import SystemPackage
import Testing

extension EndToEnd {
    @Suite("The harness", .timeLimit(.minutes(10))) struct ControlTests {
        private let tool = SharedStore.tool

        @Test("sees known-bads as what they are, and nothing in a known-good")
        func sees() async throws {
            let expected = [
                "client-kept": "leak", "own-lock": "no-c-extension", "foreign-classes-2.6.3": "isolation",
                "healthy-2.9.5": "passed",
            ]
            try await SharedStore.prepare((.newest, "4.20.0"), (.oldest, "2.6.3"), (.oldest, "2.9.5"))
            let arguments =
                ["test", "--self-check", "--offline", "--json"] + expected.keys.sorted().flatMap { ["--control", $0] }
            let outcome = try await tool.run(arguments)
            #expect(outcome.status == .exited(0), "\(outcome.messages)")
            let answer = try outcome.decoded(as: SelfCheckAnswer.self)
            #expect(answer.misses == 0 && answer.falseAlarms == 0)
            #expect(Dictionary(uniqueKeysWithValues: answer.results.map { ($0.control, $0.found) }) == expected)
            #expect(commandsUsing(tool.store) == [])
        }

        @Test("that calls a known-bad something else says that it is blind, with exit code 2")
        func blind() async throws {
            try await SharedStore.prepare((.newest, "4.20.0"))
            try await withTemporaryFolder { prefix in
                let controls = try installed(in: prefix)
                // The same control, of which something else is expected.
                let text = try Files.readText(controls)
                let other = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
                    line.contains("name: client-kept,")
                        ? line.replacing("expects: leak", with: "expects: hang") : line[...]
                }.joined(separator: "\n")
                #expect(other != text)
                try Files.replaceFile(controls, other)

                var copy = tool
                copy.binary = prefix.appending("bin").appending("wsgimatrix")
                let outcome = try await copy.run("test", "--self-check", "--control", "client-kept", "--offline")
                #expect(outcome.status == .exited(2), "\(outcome.messages)")
                #expect(outcome.output.contains("client-kept, run 1: expected hang, found leak\n"))
                #expect(outcome.output.contains("the harness is blind: 1 known-bads missed, 0 false alarms in 1 tests"))
            }
        }

        /// This build as `make install` lays it out; returns its list of controls.
        private func installed(in prefix: FilePath) throws -> FilePath {
            let (bin, share) = (prefix.appending("bin"), prefix.appending("share").appending("wsgimatrix"))
            try Files.makeFolders(bin)
            try Files.makeFolders(share)
            let files = FileManager.default
            try files.copyItem(atPath: builtBinary.string, toPath: bin.appending("wsgimatrix").string)
            try files.copyItem(atPath: checkout.appending("recipes").string, toPath: share.appending("recipes").string)
            return share.appending("recipes").appending("apps").appending("controls").appending("controls.yaml")
        }

        private var checkout: FilePath {
            FilePath(#filePath).removingLastComponent().removingLastComponent().removingLastComponent()
        }
    }
}
