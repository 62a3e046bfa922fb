import Foundation
import MatrixHost
import MatrixModel
import MatrixTestSupport
import SystemPackage
import Testing

extension EndToEnd {
    @Suite("A driver", .timeLimit(.minutes(15))) struct DriverTests {
        private let tool = SharedStore.tool

        private struct Answer: Decodable {
            var python: String
            var driver: String
            var driverFolder: String
            var built: [String]
        }

        @Test(
            "is built with its C extensions and without a network's build tools",
            arguments: [
                (Pair.newest, "4.20.0"), (Pair.newest, "3.13.0"), (Pair.oldest, "2.2"), (Pair.oldest, "2.9.5"),
            ])
        func release(pair: Pair, version: String) async throws {
            let arguments = ["provision", pair.python, pair.modWsgi, "--driver", "pymongo==\(version)", "--json"]
            let first = try await tool.run(arguments)
            try #require(first.status == .exited(0), "\(first.messages)")
            let answer = try first.decoded(as: Answer.self)
            #expect(answer.driver == "pymongo-\(version)")
            #expect(try Files.listFolder(FilePath(answer.driverFolder)) == ["bson", "gridfs", "pymongo"])
            let script = "import bson, pymongo; print([pymongo.version, bson.has_c(), pymongo.has_c()])"
            let output = try await Processes.live.capture(
                Command(
                    FilePath(answer.python), ["-B", "-c", script], environment: ["PYTHONPATH": answer.driverFolder]))
            #expect(output.standardOutput == "['\(version)', True, True]\n", "\(output.standardError)")
            #expect(try await tool.run(arguments).decoded(as: Answer.self).built == [])
        }

        @Test("that a Python cannot run is refused with who says so")
        func unsupported() async throws {
            let outcome = try await tool.run(
                "provision", Pair.oldest.python, Pair.oldest.modWsgi, "--driver", "pymongo==4.20.0")
            #expect(outcome.status == .exited(1))
            #expect(outcome.messages.contains("source: Requires-Python of the sdists"), "\(outcome.messages)")
        }
    }
}
